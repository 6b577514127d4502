import { CupelError } from '@cupel/domain';
import { testLimits } from '@cupel/judge';
import { type NewFile, type NewSubmission, ownTurn, putBlob } from '@cupel/store';
import { limitsOf } from '../../platform/intake/limits.js';
import { type IntakeContext, prepareSubmission } from '../../platform/intake/prepare.js';
import type { SubmissionRequest } from '../../platform/intake/schema.js';
import { GRADE, type StoredChecker, StoredCheckerSchema, TESTS_FILE } from '../../platform/jobs/submission-options.js';
import type { Services } from '../../platform/services.js';
import type { GradeRequest } from './schema.js';

/** Below this they travel with the submission; above, they are kept once, however many are graded by them. */
const INLINE_BYTES = 32 * 1024;
const BYTES_EACH_TURN = 256 * 1024;

export interface StoredTests {
  readonly file: NewFile;
  readonly checker?: StoredChecker;
}

/** The tests of a request, put where the worker finds them. Throws `field_bad`. */
export async function storeTests(
  { database }: Services,
  tenantId: string,
  { test_cases, checker }: Pick<GradeRequest, 'test_cases' | 'checker'>,
): Promise<StoredTests> {
  const bytes = await jsonOf(test_cases);
  const content =
    bytes.length <= INLINE_BYTES
      ? ({ kind: 'bytes', bytes } as const)
      : ({ kind: 'blob', sha256: (await putBlob(database, tenantId, bytes)).sha256 } as const);
  return { file: { name: TESTS_FILE, content }, ...(checker === undefined ? {} : { checker: checkerOf(checker) }) };
}

/** As JSON, some tests at a time: many large ones must not hold up everybody else. */
async function jsonOf(tests: readonly unknown[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (const [index, one] of tests.entries()) {
    const part = Buffer.from(`${index === 0 ? '[' : ','}${JSON.stringify(one)}`);
    parts.push(part);
    bytes += part.length;
    if (bytes < BYTES_EACH_TURN) continue;
    bytes = 0;
    await ownTurn();
  }
  return Buffer.concat([...parts, Buffer.from(tests.length === 0 ? '[]' : ']')]);
}

function checkerOf(checker: NonNullable<GradeRequest['checker']>): StoredChecker {
  const parsed = StoredCheckerSchema.safeParse(typeof checker === 'string' ? { kind: checker } : checker);
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues[0]?.message ?? 'is no checker';
  throw new CupelError('field_bad', { field: 'checker', problem }, { field: 'checker' });
}

/** A submission with tests of its own, checked before anything of it is stored; its limits are those of each test. */
export async function prepareGraded(
  services: Services,
  request: Omit<SubmissionRequest, 'profile'>,
  tests: StoredTests,
  context: IntakeContext,
  options: { readonly maxConcurrent?: number } = {},
): Promise<NewSubmission & { readonly id: string }> {
  if (request.files?.some(({ name }) => name.toLowerCase() === TESTS_FILE))
    throw new CupelError('field_bad', { field: 'files', problem: `${TESTS_FILE} is a name of ours` }, { field: 'files' });
  const { limits: asked, ...program } = request;
  const submission = await prepareSubmission(services, { ...program, profile: 'judge' }, context);
  const language = services.languages.known.find(({ id }) => id === submission.language);
  if (language === undefined) throw new CupelError('unsupported_language', { language: submission.language, available: '' });
  const forTests = { ...language, run: { ...language.run, limits: testLimits(language.run.limits) } };
  const { maxConcurrent } = options;
  return {
    ...submission,
    kind: GRADE,
    limits: limitsOf(forTests, 'judge', asked),
    options: {
      ...(tests.checker && { checker: tests.checker }),
      ...(maxConcurrent !== undefined && { max_concurrent: maxConcurrent }),
    },
    files: [...submission.files, tests.file],
  };
}
