import { rational } from '@cupel/domain';
import { judgeSubmission } from '@cupel/judge';
import { expect, it } from 'vitest';
import { environment, group, judge, problem, program, submission, testCase } from './support.ts';

const ECHO = 'print(input())';
const nothing = { kind: 'bytes', bytes: new Uint8Array() } as const;

/** A problem with one test, and one in which the sources are looked at. */
const looked = (validator: string, args: readonly string[] = []) =>
  problem([], {
    type: 'scoring',
    staticValidator: program(validator, {
      name: 'static_validator/check.py',
      files: [{ name: 'check.py', bytes: Buffer.from(validator) }],
    }),
    tests: group('', {
      tests: [
        { ...testCase('static', '', '', { checkerArgs: args, points: rational(3) }), input: nothing, static: true },
        testCase('1', 'a', 'a', { points: rational(7) }),
      ],
      points: rational(10),
    }),
  });

const SEES = `import os, sys
language, entry, feedback, *args = sys.argv[1:]
open(feedback + "judgemessage.txt", "w").write(" ".join([language, entry, *args, *sorted(os.listdir("."))]))
text = open(entry).read()
sys.exit(43 if "eval" in text else 42)`;

it('the validator sees language, entry and sources, and its points count', async () => {
  const report = await judge(looked(SEES, ['strict']), ECHO);
  expect(report).toMatchObject({ status: 'judged', verdict: 'AC', score: { points: rational(10) } });
  expect(report.tests[0]).toMatchObject({
    name: 'static',
    verdict: 'AC',
    messages: { setter: 'python3 main.py strict main.py' },
    time: 0,
  });
});

it('a refusal is a wrong answer of that test alone', async () => {
  const report = await judge(looked(SEES), `${ECHO} # eval`);
  expect(report.tests.map(({ verdict }) => verdict)).toEqual(['WA', 'AC']);
  expect(report).toMatchObject({ verdict: 'WA', score: { points: rational(7) } });
  expect(report.tests[0]?.because).toBe('was refused by the static validator');
});

it('what is compiled is looked at, too', async () => {
  const source = '#include <iostream>\nint main() { std::string s; std::cin >> s; std::cout << s; }';
  const report = await judge(looked(SEES), source, {}, 'cpp');
  expect(report.tests.map(({ verdict, messages }) => [verdict, messages.setter])).toEqual([
    ['AC', 'cpp main.cpp main.cpp'],
    ['AC', ''],
  ]);
});

it('a submission that calls its file as the validator calls its own does not take its place', async () => {
  const own = await submission(ECHO);
  const mine = Buffer.from('import sys\nsys.exit(42)');
  const files = [
    ...own.files,
    { name: 'check.py', bytes: mine },
    { name: 'colorsys.py', bytes: mine },
    { name: 'sitecustomize.py', bytes: mine },
  ];
  const refusing = 'import colorsys, sys\nsys.exit(43 if "print" in open(sys.argv[2]).read() else 42)';
  const report = await judgeSubmission(await environment(), looked(refusing), { ...own, files });
  expect(report.tests[0]).toMatchObject({ name: 'static', verdict: 'WA' });
  // Beside its own files it would: the control.
  const beside = 'import sys\nsys.path.insert(0, ".")\nimport colorsys\nsys.exit(43)';
  const fooled = await judgeSubmission(await environment(), looked(beside), { ...own, files });
  expect(fooled.tests[0]).toMatchObject({ name: 'static', verdict: 'AC' });
});

it('a validator that breaks is the setter’s fault', async () => {
  const report = await judge(looked('raise SystemExit(1)'), ECHO);
  expect(report).toMatchObject({
    status: 'judging_failed',
    verdict: 'IE',
    faults: [
      {
        part: 'static validator',
        program: 'static_validator/check.py',
        test: 'static',
        problem: expect.stringContaining('exit code 1'),
      },
    ],
  });
});

it('languages that the problem does not take are refused before anything runs', async () => {
  const only = { ...looked(SEES), languages: ['cpp', 'java'] };
  await expect(judge(only, ECHO)).rejects.toMatchObject({
    code: 'problem_language_not_offered',
    cure: expect.stringContaining('cpp, java'),
  });
});
