/** Who may give points where, by the package format; a checker that goes beyond it is broken, and nobody else pays for it. */
import type { Evaluation, TestCase } from '@cupel/domain';
import { ONE, rational, ZERO } from '@cupel/domain';
import { describe, expect, it } from 'vitest';
import { group, judge, problem, program, testCase } from './support.ts';

const checker = (source: string, protocol: 'kattis' | 'testlib' = 'kattis'): Evaluation => ({
  kind: 'output',
  checker: { kind: 'program', protocol, program: program(source) },
});
const kattis = (code: number, files: Readonly<Record<string, string>>): Evaluation =>
  checker(
    `import sys\nfor name, text in ${JSON.stringify(files)}.items():\n    open(sys.argv[3] + name, "w").write(text)\nsys.exit(${code})`,
  );
const judged = (evaluation: Evaluation, test: Partial<TestCase>) => {
  const one = testCase('1', '', '', test);
  const points = test.points ?? ONE;
  return judge(problem([], { type: 'scoring', evaluation, tests: group('', { tests: [one], points }) }), 'print(1)');
};

describe('points that a checker may not give, or has to', () => {
  it.each([
    ['accepts without points where there is no maximum', kattis(42, {}), { points: 'unbounded' }, /without giving points/],
    ['accepts by testlib without points where there is no maximum', checker('pass', 'testlib'), { points: 'unbounded' }, /quitp/],
    [
      'gives a share where there is no maximum',
      kattis(42, { 'score_multiplier.txt': '1' }),
      { points: 'unbounded' },
      /no maximum/,
    ],
    ['gives points and refuses', kattis(43, { 'score.txt': '1' }), { checkerPoints: 'if_accepted' }, /with a refusal/],
    [
      'gives points in a group that is passed or failed',
      kattis(42, { 'score.txt': '0' }),
      { checkerPoints: 'none' },
      /passed or failed/,
    ],
    ['gives points in two ways', kattis(42, { 'score.txt': '1', 'score_multiplier.txt': '1' }), {}, /may stand in one/],
  ] as const)('broken: a checker that %s', async (_, evaluation, test, said) => {
    const report = await judged(evaluation, test);
    expect(report).toMatchObject({ status: 'judging_failed', verdict: 'IE', faults: [{ part: 'checker' }] });
    expect(report.faults[0]?.problem).toMatch(said);
  });

  it.each([
    ['on a sample, they do not count', kattis(42, { 'score.txt': 'much' }), { points: ZERO, checkerPoints: 'ignored' }, 'AC', 0],
    [
      'on a sample by testlib',
      checker('import sys\nprint("points 5", file=sys.stderr)\nsys.exit(7)', 'testlib'),
      { points: ZERO, checkerPoints: 'ignored' },
      'AC',
      0,
    ],
    ['without a maximum', kattis(42, { 'score.txt': '1234.5' }), { points: 'unbounded' }, 'AC', 1234.5],
    ['with an acceptance', kattis(42, { 'score.txt': '0.5' }), { checkerPoints: 'if_accepted' }, 'AC', 0.5],
    ['in legacy packages, with a refusal', kattis(43, { 'score.txt': '0.25' }), {}, 'WA', 0.25],
  ] as const)('taken: %s', async (_, evaluation, test, verdict, points) => {
    const report = await judged(evaluation, test);
    expect(report).toMatchObject({ status: 'judged', verdict });
    expect(Number(report.score.points.numerator) / Number(report.score.points.denominator)).toBe(points);
  });
});

describe('a grader of the problem’s own', () => {
  const graded = (source: string, more: Parameters<typeof problem>[1] = {}, submitted = 'print(input())') => {
    const inner = {
      ...group('secret', { tests: [testCase('secret/1', '1\n', '1\n'), testCase('secret/2', '2\n', 'x\n')] }),
      graderArgs: ['half'],
    };
    const tests = { ...group('', { groups: [inner] }), points: 'unbounded', accepts: 'always' } as const;
    const own = program(source, { name: 'graders/grade.py' });
    return judge(problem([], { type: 'scoring', grader: own, tests, execution: 'run_all', ...more }), submitted);
  };
  const HALF = `
import sys
rows = [line.split() for line in sys.stdin]
good = [row for row in rows if row[0] == "AC"]
print("AC" if 2 * len(good) >= len(rows) and sys.argv[1] == "half" else "WA", 10 * len(good))`;

  it('reads verdicts and points, and says both of the group', async () => {
    const report = await graded(HALF);
    expect(report).toMatchObject({ status: 'judged', verdict: 'AC', score: { points: rational(10) } });
    expect(report.score.groups[0]).toMatchObject({ name: 'secret', verdict: 'AC', points: rational(10) });
  });

  it('a refusal has no points, and is the verdict where nothing bears it', async () => {
    const inner = { ...group('secret', { tests: [testCase('secret/1', '1\n', '1\n')] }), graderArgs: ['half'] };
    const report = await graded('print("TLE 99")', { tests: { ...group('', { groups: [inner] }), points: 'unbounded' } });
    expect(report).toMatchObject({ status: 'judged', verdict: 'TLE', score: { points: ZERO } });
  });

  it.each([
    ['writes nothing', 'pass', /wrote ""/],
    ['writes two results', 'print("AC 1\\nAC 2")', /one line is expected/],
    ['gives NaN', 'print("AC NaN")', /no finite decimal number/],
    ['gives less than nothing', 'print("AC -1")', /never below 0/],
    ['crashes', 'raise ValueError("no")', /exit code 1.*no/],
    ['never ends', 'while True: pass', /CPU|time/i],
  ])('broken, and no verdict on the submission: one that %s', async (_, source, said) => {
    const limits = { ...problem([]).limits, validation: { cpuTime: 300_000, wallTime: 2_000_000 } };
    const report = await graded(source, { limits });
    expect(report).toMatchObject({
      status: 'judging_failed',
      verdict: 'IE',
      faults: [{ part: 'grader', program: 'graders/grade.py' }],
    });
    expect(report.faults[0]?.problem).toMatch(said);
  });
});
