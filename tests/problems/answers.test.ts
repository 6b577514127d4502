import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command } from '../cli/command.js';
import { issuesOf, temporaryFolder } from './package.js';
import { type RawEntry, rawZip } from './zip.js';

const judge = (...files: readonly string[]) => command('cupel', ['judge', 'problems/fewboxes', ...files]);
const BEST = '1 2 1 2 2\n';

/** Answers in a folder of their own; contents by path. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder(), 'answers');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function zipOf(entries: readonly RawEntry[]): string {
  const file = join(temporaryFolder(), 'answers.zip');
  writeFileSync(file, rawZip(entries));
  return file;
}

test('answers are judged as a folder, as its zip, and one by one', async () => {
  const best = 'problems/fewboxes/submissions/accepted/best';
  const whole = await judge(best);
  expect(whole.stdout).toContain('all: AC, 100/100 points');
  const heavy = `${Array.from({ length: 12 }, () => '1').join(' ')}\n`;
  const zip = zipOf([
    { name: 'mine/secret/01-few.out', data: Buffer.from(heavy) },
    { name: 'mine/.hidden', data: Buffer.from('x') },
  ]);
  const { code, stdout } = await judge(zip, '--all');
  expect(code).toBe(0);
  expect(stdout).toMatch(/✗ WA {3}secret\/01-few .*box 1 holds 80, more than 20/);
  expect(stdout).toMatch(/✗ WA {3}secret\/03-many .*no answer was handed in for this test/);
  expect((await judge(`${best}/02-some.out`)).stdout).toContain('all: WA, 33.33/100 points');
});

test('a sample is judged where it is answered, and asks for nothing where it is not', async () => {
  const { stdout } = await judge(folderOf({ 'sample/01.out': BEST }), '--all');
  expect(stdout).toMatch(/✓ AC {3}sample\/01 /);
});

test.each([
  ['a name of no test', { '07.out': BEST }, 'no test is called as "07.out" is'],
  ['a program', { 'main.py': 'print(1)\n' }, 'no test is called as "main.py" is'],
  ['two files for one test', { '02-some.out': BEST, '02-some.txt': BEST }, 'two files answer secret/02-some'],
])('refused, with the file: %s', async (_, files, said) => {
  const { code, stderr } = await judge(folderOf(files));
  expect(stderr).toContain(said);
  expect(stderr).toContain('Call each file as its test is called');
  expect(code).toBe(2);
});

test.each([
  ['a name that climbs', [{ name: '../01-few.out', data: Buffer.from(BEST) }], 'is refused'],
  ['a link', [{ name: '01-few.out', data: Buffer.from('/etc/passwd'), mode: 0o120777 }], 'is a link or a device'],
  ['a bomb', [{ name: '01-few.out', data: Buffer.alloc(20 << 20) }], 'unpacks to more than 100 times its size'],
])('a zip with %s is refused as a whole', async (_, entries, said) => {
  const { code, stderr } = await judge(zipOf(entries));
  expect(stderr).toContain(said);
  expect(code).toBe(2);
});

test('what looks at sources has no place in such a package', async () => {
  const issues = await issuesOf({
    'problem.yaml':
      'problem_format_version: 2025-09\ntype: submit-answer\nname: Echo\nuuid: 00000000-0000-4000-8000-000000000000\n',
    'submissions/accepted/echo.py': undefined,
    'submissions/accepted/right/01.out': '1\n',
    'static_validator/look.py': 'pass\n',
    'include/python3/more.py': 'pass\n',
  });
  expect(issues).toEqual([
    'error: static_validator/look.py: looks at sources, and a submit-answer problem has none; take it away',
    'error: include: stands beside sources, and a submit-answer problem has none; take it away',
  ]);
});
