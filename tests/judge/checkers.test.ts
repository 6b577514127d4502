import { type Checker, type CheckerProtocol, rational, type SetterProgram, type TestCase } from '@cupel/domain';
import { describe, expect, it } from 'vitest';
import { bytes, judge, problem, program, testCase } from './support.ts';

const test = (more: Partial<TestCase> = {}) => [testCase('1', 'the input\n', 'the answer\n', { points: rational(10), ...more })];

/** Judges a program that prints `said` by a checker in Python. */
async function check(protocol: CheckerProtocol, source: string, more: Partial<SetterProgram> = {}, tests = test()) {
  const checker: Checker = { kind: 'program', protocol, program: program(source, more) };
  const report = await judge(problem(tests, { type: 'scoring', evaluation: { kind: 'output', checker } }), 'print("said")');
  return { report, first: report.tests[0] };
}

describe('a checker that speaks by 42 and 43', () => {
  const read = 'import sys\ninput, answer, feedback = sys.argv[1:4]\n';

  it('gets input, answer, feedback folder, flags, and the output on stdin', async () => {
    const source = `${read}
seen = [open(input).read(), open(answer).read(), feedback[-1], sys.argv[4:], sys.stdin.read()]
sys.exit(42 if seen == ["the input\\n", "the answer\\n", "/", ["a", "b"], "said\\n"] else 43)`;
    const { first } = await check('kattis', source, {}, test({ checkerArgs: ['a', 'b'] }));
    expect(first).toMatchObject({ verdict: 'AC', points: rational(10) });
  });

  it('may bring a build script, or a run script, of its own', async () => {
    const built = [
      { name: 'build', bytes: bytes('#!/bin/sh\ncc -o run check.c\n') },
      {
        name: 'check.c',
        bytes: bytes('int main(int count, char **words) { return count == 4 && words[3][0] == 102 ? 42 : 43; }'),
      },
    ];
    expect((await check('kattis', '', { language: 'script', files: built })).first).toMatchObject({ verdict: 'AC' });
    const run = [{ name: 'run', bytes: bytes('#!/bin/sh\ngrep -q said && exit 42\nexit 43\n') }];
    expect((await check('kattis', '', { language: 'script', files: run })).first).toMatchObject({ verdict: 'AC' });
  });

  it('tells setter and team apart, and gives points', async () => {
    const source = `${read}
open(feedback + "judgemessage.txt", "w").write("the answer is secret")
open(feedback + "teammessage.txt", "w").write("nearly")
open(feedback + "score.txt", "w").write("2.5")
sys.exit(42)`;
    const { first } = await check('kattis', source);
    expect(first).toMatchObject({
      verdict: 'AC',
      points: rational(5, 2),
      messages: { setter: 'the answer is secret', team: 'nearly' },
    });
  });

  it('may give a share', async () => {
    const source = `${read}open(feedback + "score_multiplier.txt", "w").write("0.3\\n")\nsys.exit(42)`;
    expect((await check('kattis', source)).first?.points).toEqual(rational(3));
  });

  it('refuses', async () => {
    const { first } = await check('kattis', 'import sys\nsys.exit(43)');
    expect(first).toMatchObject({ verdict: 'WA', cause: 'checker_refused', points: rational(0) });
  });

  it.each(['NaN', 'inf', '-1', '1e309', '11', '', '1 2', 'ten'])('is broken where its score is %j', async (score) => {
    const { report } = await check(
      'kattis',
      `${read}open(feedback + "score.txt", "w").write(${JSON.stringify(score)})\nsys.exit(42)`,
    );
    expect(report).toMatchObject({
      status: 'judging_failed',
      faults: [{ part: 'checker', problem: expect.stringContaining('its score') }],
    });
  });
});

describe('a checker that uses testlib', () => {
  const read = 'import sys\ninput, output, answer = [open(name).read() for name in sys.argv[1:4]]\n';

  it('gets its three files in their order', async () => {
    const source = `${read}sys.exit(0 if [input, output, answer] == ["the input\\n", "said\\n", "the answer\\n"] else 1)`;
    expect((await check('testlib', source)).first).toMatchObject({ verdict: 'AC', points: rational(10) });
  });

  it.each([
    [1, 'WA', 'checker_refused'],
    [2, 'PE', 'wrong_presentation'],
    [4, 'PE', 'wrong_presentation'],
    [8, 'PE', 'wrong_presentation'],
  ])('ends with %d for %s', async (code, verdict, cause) => {
    const source = `import sys\nprint("wrong answer expected 'the answer'", file=sys.stderr)\nsys.exit(${code})`;
    const { first } = await check('testlib', source);
    expect(first).toMatchObject({
      verdict,
      cause,
      points: rational(0),
      messages: { setter: "wrong answer expected 'the answer'", team: '' },
    });
  });

  it('gives a part of the points with 7', async () => {
    const points = (written: string) =>
      check('testlib', `import sys\nprint("points ${written} ok", file=sys.stderr)\nsys.exit(7)`);
    expect((await points('2.5')).first).toMatchObject({ verdict: 'WA', points: rational(5, 2) });
    expect((await points('10')).first).toMatchObject({ verdict: 'AC', points: rational(10) });
    expect((await points('11')).report.status).toBe('judging_failed');
    expect((await points('nan')).report.status).toBe('judging_failed');
  });

  it.each([
    ['with the code itself', 30, 30, 'WA', rational(3)],
    ['above a base of 16', 30, 46, 'WA', rational(3)],
    ['above a base of 50', 30, 80, 'WA', rational(3)],
    ['nothing at all, though 0 would accept', 0, 0, 'WA', rational(0)],
    ['all', 100, 100, 'AC', rational(10)],
    ['one hundredth, though 1 would refuse', 1, 1, 'WA', rational(1, 10)],
  ])('gives a percentage %s', async (_what, percent, code, verdict, points) => {
    const source = `import sys\nprint("partially correct (${percent}) nearly", file=sys.stderr)\nsys.exit(${code})`;
    expect((await check('testlib', source)).first).toMatchObject({ verdict, points });
  });

  it('is broken where its percentage is none, or its code says another', async () => {
    const ended = (percent: number, code: number) =>
      check('testlib', `import sys\nprint("partially correct (${percent})", file=sys.stderr)\nsys.exit(${code})`);
    expect((await ended(150, 150)).report).toMatchObject({
      status: 'judging_failed',
      faults: [{ problem: expect.stringContaining('_pc(150)') }],
    });
    expect((await ended(30, 31)).report.status).toBe('judging_failed');
  });

  it('blames the jury with 3', async () => {
    const { report } = await check('testlib', 'import sys\nprint("FAIL answer is bad", file=sys.stderr)\nsys.exit(3)');
    expect(report).toMatchObject({ status: 'judging_failed', verdict: 'IE' });
    expect(report.faults[0]?.problem).toContain('FAIL answer is bad');
  });

  it('brings its own testlib.h', async () => {
    const files = [
      { name: 'check.cpp', bytes: bytes('#include "testlib.h"\nint main(int count, char **) { return verdict(count == 4); }') },
      { name: 'testlib.h', bytes: bytes('inline int verdict(bool ok) { return ok ? 0 : 1; }') },
    ];
    expect((await check('testlib', '', { language: 'cpp', files })).first?.verdict).toBe('AC');
  });
});

describe('a checker that writes a score', () => {
  it.each([
    ['1.0', 'AC', rational(10)],
    ['0.25', 'WA', rational(5, 2)],
    ['0', 'WA', rational(0)],
  ])('%s', async (score, verdict, points) => {
    const { first } = await check('cms', `import sys\nprint(${score})\nprint("Output is so-so", file=sys.stderr)`);
    expect(first).toMatchObject({ verdict, points, messages: { team: 'Output is so-so' } });
  });

  it('gets input, answer and output', async () => {
    const source =
      'import sys\nprint(int([open(n).read() for n in sys.argv[1:]] == ["the input\\n", "the answer\\n", "said\\n"]))';
    expect((await check('cms', source)).first?.verdict).toBe('AC');
  });

  it.each(['print("nan")', 'print("inf")', 'print(-0.1)', 'print(1.1)', 'print(1e309)', 'pass', 'print("\\n1")'])(
    'is broken by %s',
    async (source) => {
      expect((await check('cms', source)).report).toMatchObject({ status: 'judging_failed', verdict: 'IE' });
    },
  );
});

describe('a broken checker is the setter’s fault, and never a wrong answer', () => {
  const limits = { cpuTime: 2_000_000, wallTime: 3_000_000, memory: 64 << 20 };
  it.each([
    ['crashes', 'raise ValueError("of the checker")', 'of the checker'],
    ['takes too long', 'while True: pass', ' time'],
    ['sleeps', 'import time\ntime.sleep(100)', 'still running after 3 s'],
    ['prints nothing and ends with 0', 'pass', 'exit code 0; 42 accepts, 43 refuses'],
    [
      'prints 10 MB',
      'import sys\nsys.stdout.write("x" * (10 << 20))\nsys.stdout.flush()\nsys.exit(42)',
      'more than 8 MB to stdout',
    ],
    ['dies of a signal', 'import os\nos.abort()', 'SIGABRT'],
    ['takes too much memory', 'x = b"x" * (300 << 20)', 'memory'],
  ])('one that %s', async (_, source, problemText) => {
    const { report } = await check('kattis', source, { limits });
    expect(report).toMatchObject({ status: 'judging_failed', verdict: 'IE' });
    expect(report.faults).toMatchObject([{ part: 'checker', program: 'output_validators/validate.py', test: '1' }]);
    expect(report.faults[0]?.problem).toContain(problemText);
  });

  it('one that does not compile is told before any submission runs', async () => {
    const files = [{ name: 'check.cpp', bytes: bytes('int main() { return undeclared; }') }];
    const { report } = await check('kattis', '', { language: 'cpp', files });
    expect(report).toMatchObject({ status: 'judging_failed', tests: [] });
    expect(report.faults[0]?.problem).toContain('undeclared');
  });

  it('one whose build script fails', async () => {
    const files = [{ name: 'build', bytes: bytes('#!/bin/sh\necho no compiler >&2\nexit 1\n') }];
    const { report } = await check('kattis', '', { language: 'script', files });
    expect(report).toMatchObject({ status: 'judging_failed', tests: [] });
    expect(report.faults[0]?.problem).toContain('no compiler');
  });

  it('one in a language that is not there', async () => {
    const { report } = await check('kattis', 'x', { language: 'klingon' });
    expect(report.faults[0]?.problem).toContain('unknown language "klingon"');
  });
});

describe('passes', () => {
  const validator = `
import os, sys
input, answer, feedback = sys.argv[1:4]
count = 1
if os.path.exists(feedback + "own-state"): count += int(open(feedback + "own-state").read())
open(feedback + "own-state", "w").write(str(count))
got = sys.stdin.read().split()
if got != [open(input).read().strip() + "!"]: sys.exit(43)
if count < 3: open(feedback + "nextpass.in", "w").write("pass%d" % (count + 1))
sys.exit(42)`;
  const passes = (most: number, source: string) => {
    const evaluation = { kind: 'output', checker: { kind: 'program', protocol: 'kattis', program: program(validator) } } as const;
    return judge(problem([testCase('1', 'pass1', '')], { passes: most, evaluation }), source);
  };

  it('go on until the validator asks for no more, and it keeps its state', async () => {
    expect((await passes(3, 'print(input() + "!")')).tests[0]).toMatchObject({ verdict: 'AC', passes: 3 });
  });

  it('end with the first that is refused', async () => {
    const report = await passes(3, 'word = input()\nprint(word + "!" * (word != "pass2"))');
    expect(report.tests[0]).toMatchObject({ verdict: 'WA', passes: 2 });
  });

  it('that were not allowed are the validator’s fault', async () => {
    const report = await passes(2, 'print(input() + "!")');
    expect(report).toMatchObject({ status: 'judging_failed', faults: [{ problem: expect.stringContaining('after pass 2') }] });
  });
});
