import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { issueText, type ReadOptions, type ReadResult, readPackage } from '@cupel/problems';
import { loadLanguages } from '@cupel/sandbox';
import { afterAll } from 'vitest';

export const EXAMPLES = fileURLToPath(new URL('../../problems', import.meta.url));
export const languages = loadLanguages(fileURLToPath(new URL('../../languages', import.meta.url)));

const made: string[] = [];

/** A folder of the test's own, gone when its file is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-problems-'));
  made.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export type Files = Readonly<Record<string, string | undefined>>;

/** A package that is right in every way. */
export const GOOD: Files = {
  'problem.yaml':
    'problem_format_version: 2025-09\nname:\n  en: Echo\nuuid: 00000000-0000-4000-8000-000000000000\nlimits:\n  time_limit: 1\n',
  'statement/problem.en.md': 'Say it again.\n',
  'data/secret/01.in': '1\n',
  'data/secret/01.ans': '1\n',
  'input_validators/validate.py': 'import sys\nsys.exit(42)\n',
  'submissions/accepted/echo.py': 'print(input())\n',
};

/** Writes files below a new folder of this name; undefined leaves one of `GOOD` out. */
export function folderOf(files: Files, name = 'echo'): string {
  const folder = join(temporaryFolder(), name);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export function read(files: Files, options: Partial<ReadOptions> = {}): Promise<ReadResult> {
  return readPackage(folderOf({ ...GOOD, ...files }), { languages, ...options });
}

/** The issues of a package as the command line writes them. */
export async function issuesOf(files: Files, options: Partial<ReadOptions> = {}): Promise<readonly string[]> {
  const result = await read(files, options);
  return (result.kind === 'package' ? result.package.issues : result.issues).map(issueText);
}
