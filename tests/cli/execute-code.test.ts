import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RULES_VERSION } from '../../packages/domain/src/verdict/rules.js';
import { command, executeCode } from './command.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-cli-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const python = (code: string, ...more: string[]): string[] => ['--language', 'python', '--code', code, ...more];

test('a first program: verdict, output and the names that clients know', async () => {
  const answer = await executeCode(python('print(2 ** 10)'));
  expect(answer).toMatchObject({
    exit: 0,
    schema_version: '1.0',
    status: 'OK',
    verdict: 'AC',
    outcome: 'accepted',
    cause: 'normal_exit',
    because: 'ended with exit code 0',
    language: 'python',
    version: expect.stringMatching(/^3\./),
    exit_code: 0,
    signal: null,
    stdout: '1024\n',
    stderr: '',
    output_integrity: 'complete',
    compile: null,
    isolation: { mode: 'strict', missing: [] },
    limits: { cpu_time: 4, memory: 256 * 1024 * 1024 },
    evidence: { version: 1, firstCause: 'ended' },
  });
  expect(answer.cpu_time).toBeGreaterThan(0);
  expect(answer.wall_time).toBeLessThan(30);
  expect(answer.memory_peak).toBeGreaterThan(1024 * 1024);
});

test('stdin, arguments and files reach the program', async () => {
  writeFileSync(join(folder, 'table.txt'), '42');
  const code = 'import sys\nprint(input(), sys.argv[1:], open("data/table.txt").read())';
  const file = `data/table.txt=${join(folder, 'table.txt')}`;
  const answer = await executeCode(python(code, '--stdin', 'a line\n', '--file', file, '--', '--flag', 'b c'));
  expect(answer).toMatchObject({ verdict: 'AC', stdout: "a line ['--flag', 'b c'] 42\n" });
});

test('the input may come from a file, also through a pipe', async () => {
  const args = python('print(len(input()))', '--stdin-file', '-');
  expect(await executeCode(args, { stdin: 'four\n' })).toMatchObject({ verdict: 'AC', stdout: '4\n' });
});

test('a compiler that refuses: CE with its messages, nothing ran', async () => {
  const answer = await executeCode(['--language', 'c', '--code', 'int main(void) { return nothing; }']);
  expect(answer).toMatchObject({ exit: 0, verdict: 'CE', status: 'RE', exit_code: null, evidence: null, cpu_time: null });
  expect(answer.compile).toMatchObject({
    step: 'compile',
    verdict: 'CE',
    exit_code: 1,
    output: expect.stringContaining('undeclared'),
  });
  expect(answer.isolation).toMatchObject({ mode: 'strict', missing: [] });
});

test.each<[what: string, args: string[], expected: object]>([
  ['an exit code', python('raise SystemExit(3)'), { verdict: 'RE', exit_code: 3 }],
  ['137 is only an exit code', python('raise SystemExit(137)'), { verdict: 'RE', exit_code: 137 }],
  ['a signal', python('import os; os.abort()'), { verdict: 'SIG', signal: 'SIGABRT', exit_code: null }],
  ['a loop', python('while True: pass', '--cpu-time', '0.2'), { verdict: 'TLE', cause: 'tle_cpu_judge' }],
  ['a sleep', python('import time; time.sleep(9)', '--wall-time', '0.3'), { verdict: 'TLE', cause: 'tle_wall_judge' }],
  ['memory', python('x = []\nwhile True: x += [0] * 10**6', '--memory', '64'), { verdict: 'MLE', cause: 'mle_kernel_oom' }],
  ['output', python('while True: print("x" * 1000)', '--output', '64K'), { verdict: 'OLE' }],
])('%s', async (_what, args, expected) => {
  expect(await executeCode(args)).toMatchObject({ exit: 0, ...expected });
});

test("Rustbox's spellings of the limits", async () => {
  const answer = await executeCode(python('pass', '--mem', '128', '--time', '2', '--wall-time', '5', '--processes', '10'));
  expect(answer.limits).toMatchObject({ memory: 128 * 1024 * 1024, cpu_time: 2, wall_time: 5, processes: 10 });
});

test('bytes that are not UTF-8 come in base64 too', async () => {
  const bytes = Buffer.from([0xff, 0x00, 0x41]);
  const code = 'import sys; sys.stdout.buffer.write(bytes([255, 0, 65]))';
  expect(await executeCode(python(code))).toMatchObject({ stdout: '\ufffd\u0000A', stdout_base64: bytes.toString('base64') });
  const plain = await executeCode(python('print(1)'));
  expect(plain).not.toHaveProperty('stdout_base64');
  expect(await executeCode(python('print(1)', '--base64'))).toMatchObject({
    stdout_base64: Buffer.from('1\n').toString('base64'),
  });
});

test("a source that is not UTF-8 is the program's own fault", async () => {
  const path = join(folder, 'latin.py');
  writeFileSync(path, Buffer.from([0x70, 0x72, 0x69, 0x6e, 0x74, 0x28, 0x22, 0xe9, 0x22, 0x29]));
  const answer = await executeCode(['--language', 'python', '--code-file', path]);
  expect(answer).toMatchObject({ exit: 0, verdict: 'RE', stderr: expect.stringContaining('SyntaxError') });
});

test('what is more than half a megabyte is cut, and said so', async () => {
  const answer = await executeCode(python('print("x" * 700000)'));
  expect(answer).toMatchObject({ verdict: 'AC', truncated: { stdout: true, stderr: false } });
  expect(String(answer.stdout)).toHaveLength(512 * 1024);
});

test('saved evidence gives the same verdict again, and no other when a fact is changed', async () => {
  const path = join(folder, 'evidence.json');
  await executeCode(python('raise SystemExit(4)', '--save-evidence', path));
  const replayed = await command('cupel', ['verdict', 'replay', path]);
  expect(replayed).toMatchObject({ code: 0, stderr: '' });
  expect(replayed.stdout).toMatch(/^RE runtime_error \(re_nonzero_exit\): ended with exit code 4\n/);

  const record = JSON.parse(readFileSync(path, 'utf8'));
  record.evidence.exit.code = 0;
  writeFileSync(path, JSON.stringify(record));
  const changed = await command('cupel', ['verdict', 'replay', '-'], { stdin: readFileSync(path) });
  expect(changed.stdout).toMatch(/^AC accepted/);
  expect(changed.stderr).toContain(`It was RE by version ${RULES_VERSION} of the rules`);
});

test('the evidence of a compiler that refused is kept too', async () => {
  const path = join(folder, 'compile.json');
  await executeCode(['--language', 'c', '--code', 'no', '--save-evidence', path]);
  expect((await command('cupel', ['verdict', 'replay', path])).stdout).toMatch(/^CE compile_error \(ce_refused\)/);
});
