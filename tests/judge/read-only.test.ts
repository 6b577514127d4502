/**
 * Submissions to problems that say `allow_file_writing: false` read files and write none (wall 2, mounts). Without that wall
 * each of these succeeds.
 */
import { describe, expect, it } from 'vitest';
import { judge, problem, testCase } from './support.ts';

const WRITES: readonly (readonly [what: string, python: string])[] = [
  ['makes a file', 'open("new", "w").write("x")'],
  ['makes a file by its whole name', 'open("/box/new", "w").write("x")'],
  ['makes a file from another folder', 'os.chdir("/tmp")\nopen("../box/new", "w").write("x")'],
  ['makes a folder', 'os.mkdir("new")'],
  ['changes its source', 'open("main.py", "a").write("x")'],
  ['takes a file away', 'os.unlink("main.py")'],
  ['makes a link', 'os.symlink("/tmp", "new")'],
  ['opens it again for writing', 'os.open("/proc/self/cwd/new", os.O_CREAT | os.O_RDWR)'],
];
const asked = (source: string) => `import os\nassert open("main.py").read()\n${source}\nprint("written")`;
const given = problem([testCase('1', '', 'written\n')]);

describe('a submission that may not write', () => {
  it.each(WRITES)('is refused where it %s', async (_, source) => {
    const report = await judge({ ...given, readOnly: true }, asked(source));
    expect(report.tests[0]).toMatchObject({ verdict: 'RE' });
    expect(Buffer.from(report.tests[0]?.stderr ?? []).toString()).toContain('Read-only file system');
  });

  it.each(WRITES)('control: where it may, it %s', async (_, source) => {
    expect((await judge(given, asked(source))).verdict).toBe('AC');
  });

  it('has its files, those of the test, and a place for what its runtime keeps', async () => {
    const beside = [{ name: 'more/data.txt', content: { kind: 'bytes', bytes: Buffer.from('data') } } as const];
    const tests = problem([testCase('1', '', 'data\n', { files: beside })]);
    const source = 'open("/tmp/kept", "w").write(open("more/data.txt").read())\nprint(open("/tmp/kept").read())';
    expect((await judge({ ...tests, readOnly: true }, source)).verdict).toBe('AC');
  });

  it('is compiled all the same', async () => {
    const report = await judge({ ...given, readOnly: true }, '#include <cstdio>\nint main() { puts("written"); }', {}, 'cpp');
    expect(report.verdict).toBe('AC');
  });
});
