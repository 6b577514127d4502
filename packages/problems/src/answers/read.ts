import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CupelError } from '@cupel/domain';
import { unpackArchive } from '../archive/unpack.js';
import { Issues } from '../issues.js';
import { PACKAGE_LIMITS, type PackageLimits } from '../source/limits.js';
import { readTree } from '../source/tree.js';

/** The output for one test, under the name that says for which. */
export interface AnswerFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The answers that a zip, a folder or a file holds. Bytes are counted while a zip is unpacked, and links lead nowhere. Throws
 * `archive_refused`, `archive_too_large`, `file_unreadable`.
 */
export async function readAnswers(path: string, limits: Partial<PackageLimits> = {}): Promise<readonly AnswerFile[]> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(path, cause.code ?? cause.message);
  });
  if (found.isDirectory()) return answersIn(path, limits);
  if (!/\.(zip|kpp)$/i.test(path)) return [{ name: basename(path), bytes: await readFile(path) }];
  const place = await mkdtemp(join(tmpdir(), 'cupel-answers-'));
  try {
    await unpackArchive(path, join(place, 'answers'), limits);
    return await answersIn(join(place, 'answers'), limits);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function answersIn(folder: string, limits: Partial<PackageLimits>): Promise<readonly AnswerFile[]> {
  const issues = new Issues();
  const tree = await readTree(folder, issues, { ...PACKAGE_LIMITS, ...limits });
  const wrong = issues.all[0];
  if (wrong !== undefined) throw unreadable(join(folder, wrong.file), wrong.message);
  const files = await Promise.all(tree.files.map(async ({ path }) => ({ name: path, bytes: await readFile(tree.locate(path)) })));
  return withoutFolder(files);
}

/** A zip is as often of a folder as of what is in it. */
function withoutFolder(files: readonly AnswerFile[]): readonly AnswerFile[] {
  const [first, ...others] = new Set(files.map(({ name }) => (name.includes('/') ? name.slice(0, name.indexOf('/')) : '')));
  if (first === undefined || first === '' || others.length > 0 || first === 'secret' || first === 'sample') return files;
  return withoutFolder(files.map(({ name, bytes }) => ({ name: name.slice(first.length + 1), bytes })));
}

const unreadable = (name: string, problem: string): CupelError =>
  new CupelError('file_unreadable', { name, problem }, { field: 'files' });
