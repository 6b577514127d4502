import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CupelError, type Problem, printable } from '@cupel/domain';
import {
  issueText,
  type PackageLimits,
  type ProblemPackage,
  packageRoot,
  type ReadResult,
  readPackage,
  unpackArchive,
} from '@cupel/problems';
import { languages } from '../languages.js';

export interface PackageOptions {
  readonly maxBytes?: string;
  readonly maxEntries?: string;
}

export interface OpenedPackage extends AsyncDisposable {
  readonly result: ReadResult;
  /** Holds the package's large files, for the launcher. */
  readonly blobs: string;
}

/** A folder on one's own disk is trusted further than an archive from somebody. */
const FOLDER_LIMITS: Partial<PackageLimits> = { entries: 50_000, bytes: 8 * 1024 ** 3 };

/** A package from its folder or its zip; what was unpacked is gone when it is closed. */
export async function openPackage(path: string, options: PackageOptions = {}): Promise<OpenedPackage> {
  const place = await mkdtemp(join(tmpdir(), 'cupel-problem-'));
  const close = () => rm(place, { recursive: true, force: true });
  try {
    const limits = limitsOf(options);
    const isFolder = await checkThere(path);
    if (!isFolder) await unpackArchive(path, join(place, 'package'), limits);
    const folder = isFolder ? path : await packageRoot(join(place, 'package'));
    const blobs = join(place, 'blobs');
    await mkdir(blobs);
    const result = await readPackage(folder, {
      languages: languages(),
      blobs,
      limits: isFolder ? { ...FOLDER_LIMITS, ...limits } : limits,
    });
    return { result, blobs, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The package and its problem, ready to be judged. Throws `package_bad` with the first error. */
export function requireProblem(
  path: string,
  result: ReadResult,
): { readonly package: ProblemPackage; readonly problem: Problem } {
  if (result.kind === 'package' && result.package.problem !== undefined)
    return { package: result.package, problem: result.package.problem };
  const issues = result.kind === 'package' ? result.package.issues : result.issues;
  const errors = issues.filter(({ level }) => level === 'error');
  const first = errors[0] === undefined ? 'unknown' : issueText(errors[0]).replace(/^error: /, '');
  throw new CupelError('package_bad', { name: path, count: errors.length, first }, { field: 'package' });
}

async function checkThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    const problem = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new CupelError('file_unreadable', { name: path, problem }, { field: 'package', cause });
  }
}

export function limitsOf({ maxBytes, maxEntries }: PackageOptions): Partial<PackageLimits> {
  return {
    ...(maxBytes === undefined ? {} : { bytes: bytesOf(maxBytes) }),
    ...(maxEntries === undefined ? {} : { entries: wholeNumber(maxEntries, '--max-entries') }),
  };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

function bytesOf(text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,12})([KMG]?)$/i.exec(text) ?? [];
  if (digits === '') throw badOption('--max-bytes', `is a size, as 256M is, and not "${printable(text, 40)}"`);
  return Number(digits) * (UNITS[unit.toUpperCase()] ?? 1);
}

function wholeNumber(text: string, option: string): number {
  if (!/^\d{1,12}$/.test(text)) throw badOption(option, `is a whole number, and not "${printable(text, 40)}"`);
  return Number(text);
}

export const badOption = (option: string, problem: string): CupelError =>
  new CupelError('option_bad', { option, problem }, { field: option });
