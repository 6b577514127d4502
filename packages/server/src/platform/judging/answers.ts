import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CupelError, type Problem } from '@cupel/domain';
import { ANSWERS_TOOLCHAIN, answersOf } from '@cupel/judge';
import { type AnswerFile, readAnswers } from '@cupel/problems';
import { newId } from '@cupel/store';
import { decodeBytes } from '../intake/content.js';
import type { IntakeContext } from '../intake/prepare.js';
import type { SubmissionRequest } from '../intake/schema.js';
import { webhookOf } from '../intake/webhook.js';
import { STRICT_ISOLATION } from '../jobs/capabilities.js';
import type { Services } from '../services.js';

/** A test's answer may be far larger than a program; all of them together are held to what the problem says. */
const MOST_FILES = 2_000;

/**
 * A submission to a problem that asks for answers: a file for each test, or one zip of them. Throws `answers_bad`,
 * `files_too_many`, `archive_…`, and what is wrong with the request.
 */
export async function prepareAnswers(
  { config }: Services,
  request: SubmissionRequest,
  problem: Problem,
  { principal, idempotency, lane }: IntakeContext,
) {
  const { language } = ANSWERS_TOOLCHAIN;
  if (request.language.toLowerCase() !== language.id) {
    const params = { problem: problem.name, language: request.language, available: language.id };
    throw new CupelError('problem_language_not_offered', params, { field: 'language' });
  }
  const [first, ...rest] = await filesOf(request, problem);
  if (first === undefined || request.code !== undefined) throw needsFiles(problem);
  answersOf(problem, [first, ...rest]);
  const webhook = await webhookOf(request, config);
  return {
    ...{ id: newId(), tenantId: principal.tenantId, principalId: principal.principalId, language, profile: 'judge' },
    ...(principal.keyId !== undefined && { keyId: principal.keyId }),
    ...(request.reference !== undefined && { reference: request.reference }),
    lane: request.lane ?? lane,
    priority: request.priority ?? 0,
    requires: config.permissive ? [] : [STRICT_ISOLATION],
    source: first.bytes,
    sourceName: first.name,
    files: rest.map(({ name, bytes }) => ({ name, content: { kind: 'bytes', bytes } as const })),
    args: [],
    ...(idempotency && { idempotency }),
    ...(webhook && { webhook }),
  };
}

const needsFiles = ({ name }: Problem): CupelError =>
  new CupelError('answers_bad', { problem: name, detail: 'there are no files' }, { field: 'files' });

async function filesOf({ files = [], encoding = 'utf8' }: SubmissionRequest, problem: Problem): Promise<readonly AnswerFile[]> {
  if (files.length > MOST_FILES)
    throw new CupelError('files_too_many', { count: files.length, most: MOST_FILES }, { field: 'files' });
  const given = files.map((file, index) => ({
    name: file.name,
    bytes: decodeBytes(file.content, file.encoding ?? encoding, `files[${index}].content`),
  }));
  const [only, ...others] = given;
  if (only === undefined || others.length > 0 || !/\.zip$/i.test(only.name)) return given;
  return unzipped(only.bytes, { bytes: problem.limits.sourceBytes, entries: MOST_FILES });
}

/** The name that an archive goes by here is ours: its own would be a path that a stranger chose. */
async function unzipped(bytes: Uint8Array, limits: { readonly bytes: number; readonly entries: number }) {
  const place = await mkdtemp(join(tmpdir(), 'cupel-answers-'));
  try {
    const path = join(place, 'answers.zip');
    await writeFile(path, bytes, { mode: 0o600 });
    return await readAnswers(path, limits);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
