import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command } from '../cli/command.js';
import { folderOf, GOOD, temporaryFolder } from './package.js';

const cupel = (...args: readonly string[]) => command('cupel', args);

test('judge: a line per test with time, memory and reason, groups and points', async () => {
  const { code, stdout } = await cupel(
    'judge',
    'problems/rangesum',
    'problems/rangesum/submissions/run_time_error/hundred.c',
    '--all',
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^✓ AC {3}secret\/group1\/01 .* s .* KB +0\/0\n/m);
  expect(stdout).toMatch(/^✗ SIG {2}secret\/group3\/01 .*signal/m);
  expect(stdout).toContain('secret/group3: SIG, 0/50 points');
  expect(stdout).toContain('all: SIG, 50/100 points');
});

test('judge: JSON with exact points; a zip serves as the folder does', async () => {
  const zip = join(temporaryFolder(), 'knapsack.zip');
  expect((await cupel('problem', 'pack', 'problems/knapsack', zip)).code).toBe(0);
  const { stdout } = await cupel('judge', zip, 'problems/knapsack/submissions/accepted/greedy.c', '--json');
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ status: 'judged', verdict: 'AC', maximum: { exact: '100', value: 100 } });
  expect(report.points.value).toBeGreaterThan(60);
  expect(report.points.value).toBeLessThan(100);
});

test('judge: a package with errors is refused with the first', async () => {
  const folder = folderOf({ ...GOOD, 'data/secret/01.ans': undefined });
  const { code, stderr } = await cupel('judge', folder, 'problems/aplusb/submissions/accepted/sum.py');
  expect(code).toBe(2);
  expect(stderr).toContain('(errors: 1): data/secret/01.in: has no answer');
});

const broken: readonly (readonly [what: string, files: Readonly<Record<string, string>>, said: RegExp])[] = [
  [
    'a validator that refuses',
    { 'input_validators/validate.py': 'import sys\nsys.exit("too small")\n' },
    /data\/secret\/01\.in: input_validators\/validate\.py: refuses this input; too small/,
  ],
  [
    'a validator that does not compile',
    { 'input_validators/other.c': 'int main(void) { return x; }\n' },
    /other\.c: the compiler: does not compile/,
  ],
  ['a validator that accepts everything', { 'data/invalid_input/x.in': 'x\n' }, /invalid_input\/x: all validators: is accepted/],
  [
    'a checker that accepts everything',
    { 'data/invalid_output/x.in': '1\n', 'data/invalid_output/x.ans': '1\n', 'data/invalid_output/x.out': '1\n' },
    /invalid_output\/x: the output validator: is accepted/,
  ],
  ['a solution that is wrong', { 'submissions/accepted/bad.py': 'print(2)\n' }, /WA on secret\/01; accepted permits AC/],
  [
    'a wrong solution that is right',
    { 'submissions/wrong_answer/good.py': 'print(input())\n' },
    /no test ended with WA, which wrong_answer requires/,
  ],
  [
    'a solution that does not compile',
    { 'submissions/accepted/bad.c': 'int main(void) { return x; }\n' },
    /bad\.c[\s\S]*undeclared/,
  ],
  ['a checker that crashes', { 'output_validator/check.py': 'raise SystemExit(1)\n' }, /exit code 1/],
];

test.each(broken)('verify finds: %s', async (_what, files, said) => {
  const { code, stdout } = await cupel('problem', 'verify', folderOf({ ...GOOD, ...files }));
  expect(stdout).toMatch(said);
  expect(code).toBe(2);
});

test('verify runs validators with scripts: what build makes, run is', async () => {
  const files = {
    'input_validators/validate.py': undefined,
    'input_validators/own/build': '#!/bin/sh\ncc -o run check.c\n',
    'input_validators/own/check.c':
      '#include <stdio.h>\nint main(int n, char **a) { int x; FILE *f = fopen("more.txt", "r"); return f && n == 2 && a[1][0] == 0x66 && scanf("%d", &x) == 1 ? 42 : 43; }\n',
    'data/secret/01.files/more.txt': 'more\n',
    'data/secret/01.yaml': 'input_validator_args: [f]\n',
    'data/invalid_input/x.in': 'word\n',
  };
  const { code, stdout } = await cupel('problem', 'verify', folderOf({ ...GOOD, ...files }));
  expect(stdout).toContain('inputs: 2 checks, 0 failed');
  expect(code).toBe(0);
  const bad = { ...files, 'input_validators/own/build': '#!/bin/sh\necho no >&2\nexit 1\n' };
  expect((await cupel('problem', 'verify', folderOf({ ...GOOD, ...bad }), '--no-submissions')).stdout).toContain(
    'its build script failed: no',
  );
});

test('verify gives validators the files of a test, and says which ones Cupel cannot ask', async () => {
  const files = {
    'input_validators/validate.py': 'import sys\nsys.exit(42 if open("more.txt").read() == "more" else 43)\n',
    'input_validators/grammar.ctd': 'INT(1,10) NEWLINE EOF\n',
    'input_validators/other.viva': '{ x(integer); }\n',
    'data/secret/01.files/more.txt': 'more',
  };
  const { code, stdout } = await cupel('problem', 'verify', folderOf({ ...GOOD, ...files }));
  expect(stdout).toContain('inputs: 3 checks, 0 failed');
  expect(stdout).toContain('other.viva: this host: is not run: Cupel does not read VIVA');
  expect(code).toBe(0);
  const refused = { ...files, 'input_validators/grammar.ctd': 'INT(2,10) NEWLINE EOF\n' };
  expect((await cupel('problem', 'verify', folderOf({ ...GOOD, ...refused }), '--no-submissions')).stdout).toContain(
    'data/secret/01.in: input_validators/grammar.ctd: refuses this input; line 1, column 1: expected an integer from 2 to 10',
  );
  const unreadable = { ...files, 'input_validators/grammar.ctd': 'INT(2,10) NEWLIEN\n' };
  expect((await cupel('problem', 'verify', folderOf({ ...GOOD, ...unreadable }), '--no-submissions')).stdout).toContain(
    'grammar.ctd: the grammar: line 1 of the grammar: expected a command, got "NEWLIEN"',
  );
});

test('a legacy package with a grader of its own, in which few points are better', async () => {
  const grader =
    'import sys\nrows = [line.split() for line in sys.stdin]\nprint("AC" if all(row[0] == "AC" for row in rows) else "WA", sum(float(row[1]) for row in rows))\n';
  const checker =
    'import sys\nwords = sys.stdin.read().split()\nopen(sys.argv[3] + "score.txt", "w").write(str(len(words)))\nsys.exit(42 if words[0] == open(sys.argv[2]).read().strip() else 43)\n';
  const folder = folderOf({
    ...GOOD,
    'problem.yaml': 'name: Golf\ntype: scoring\nvalidation: custom score\ngrading:\n  objective: min\n',
    'statement/problem.en.md': undefined,
    'problem_statement/problem.tex': '\\problemname{Golf}\n',
    'data/testdata.yaml': 'on_reject: continue\ngrading: custom\n',
    'output_validators/check.py': checker,
    'graders/grade.py': grader,
    'submissions/partially_accepted/twice.py': 'word = input()\nprint(word, word)\n',
    'submissions/wrong_answer/other.py': 'print(7)\n',
  });
  expect((await cupel('problem', 'verify', folder)).stdout).toContain('✓ the package holds');
  const { stdout } = await cupel('judge', folder, join(folder, 'submissions/partially_accepted/twice.py'));
  expect(stdout).toContain('all: AC, 2 points');
  expect(stdout).toContain('Fewer points are better; only an accepted submission has any.');
});

test.each(['pass-fail', 'scoring', 'interactive', 'submit-answer', 'function'])(
  'what `problem new --type %s` makes holds',
  async (type) => {
    const folder = join(temporaryFolder(), 'fresh');
    expect((await cupel('problem', 'new', folder, '--type', type)).code).toBe(0);
    const { code, stdout } = await cupel('problem', 'verify', folder);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ the package holds') });
    expect((await cupel('problem', 'new', folder)).stderr).toContain('is there already');
  },
);

test('import: a zip becomes a folder, a plain folder a package', async () => {
  const place = temporaryFolder();
  await cupel('problem', 'export', 'problems/evenodd', join(place, 'evenodd.zip'));
  expect((await cupel('problem', 'import', join(place, 'evenodd.zip'), join(place, 'copy'))).code).toBe(0);
  expect(existsSync(join(place, 'copy/problem.yaml'))).toBe(true);
  const plain = folderOf({ '1.in': '1\n', '1.out': '1\n', 'echo.py': 'print(input())\n' });
  expect((await cupel('problem', 'import', plain, join(place, 'made'))).stdout).toContain('made from folder');
  expect((await cupel('problem', 'verify', join(place, 'made'))).stdout).toContain('✓ the package holds');
});

const TESTS =
  '- {input: "1 2", expected_output: "3", name: small}\n- {input: "5 5", expected_output: "10", points: 2.5, hidden: true}\n- {input: "2 2", expected_output: "5"}\n';

test('grade: a table, and JSON in which a hidden test shows whether it was passed', async () => {
  const tests = join(temporaryFolder(), 'tests.yaml');
  writeFileSync(tests, TESTS);
  const solution = 'problems/aplusb/submissions/accepted/sum.py';
  const { code, stdout } = await cupel('grade', solution, '--tests', tests);
  expect(code).toBe(0);
  expect(stdout).toContain("line 1, column 1: expected '5', got '4'");
  expect(stdout).toContain('3.5 of 4.5 points (77.78 %), 2 passed, 1 failed');
  const graded = JSON.parse((await cupel('grade', solution, '--tests', tests, '--json')).stdout);
  expect(graded).toMatchObject({ total_points: 4.5, earned_points: 3.5, percentage: 77.78, passed_count: 2, failed_count: 1 });
  expect(graded.test_results[1]).toEqual({ name: 'test 2', passed: true, actual_output: '[hidden]' });
  expect(graded.test_results[2]).toMatchObject({ error: "line 1, column 1: expected '5', got '4'", points: 0 });
});

test('grade: what is wrong with the tests, with its line', async () => {
  const tests = join(temporaryFolder(), 'tests.yaml');
  writeFileSync(tests, '- {input: "1", expected_output: "1"}\n- {input: "1", expectedoutput: "1"}\n');
  const { code, stderr } = await cupel('grade', 'problems/aplusb/submissions/accepted/sum.py', '--tests', tests);
  expect(code).toBe(2);
  expect(stderr).toContain('tests.yaml:2:');
});

test('judge: where an output is wrong, and what an interpreter choked on', async () => {
  const folder = folderOf(GOOD);
  const place = temporaryFolder();
  const judged = async (source: string) => {
    writeFileSync(join(place, 'a.py'), source);
    return (await cupel('judge', folder, join(place, 'a.py'))).stdout;
  };
  expect(await judged('print(2)\n')).toContain("wrong output in line 1, column 1: expected '1', got '2'");
  expect(await judged('print(\n')).toContain("ended with exit code 1: SyntaxError: '(' was never closed");
});

test('a folder that is no package is told so in one line', async () => {
  const place = temporaryFolder();
  symlinkSync('/etc/passwd', join(place, 'link'));
  const { code, stdout } = await cupel('problem', 'verify', place);
  expect(code).toBe(2);
  expect(stdout.match(/^error/gm)).toHaveLength(1);
  expect(stdout).toContain('problem.yaml: is missing: this is no package');
});

test('grade: floats within a tolerance, as in requests, and limits of the file', async () => {
  const place = temporaryFolder();
  const cases = 'test_cases:\n  - {input: "", expected_output: "0.1"}\n';
  writeFileSync(join(place, 'a.py'), 'print(0.1000001)\n');
  const graded = async (more: string) => {
    writeFileSync(join(place, 't.yaml'), `${cases}${more}`);
    return JSON.parse((await cupel('grade', join(place, 'a.py'), '--tests', join(place, 't.yaml'), '--json')).stdout);
  };
  expect(await graded('checker: {kind: floats, absolute: 1e-6}\n')).toMatchObject({ passed_count: 1 });
  expect(await graded('checker: floats\n')).toMatchObject({ passed_count: 0 });
  writeFileSync(join(place, 'a.py'), 'while True: pass\n');
  expect(await graded('limits: {time: 0.2}\n')).toMatchObject({ test_results: [{ verdict: 'TLE' }] });
});

test('grade: a hidden test shows no more in the table', async () => {
  const place = temporaryFolder();
  writeFileSync(join(place, 't.yaml'), '- {input: "1 1", expected_output: "secret-3", hidden: true, name: dark}\n');
  writeFileSync(join(place, 'a.py'), 'print(input())\n');
  const { stdout } = await cupel('grade', join(place, 'a.py'), '--tests', join(place, 't.yaml'));
  expect(stdout).toMatch(/^✗ dark +\[hidden\]$/m);
  expect(stdout).not.toContain('secret-3');
});
