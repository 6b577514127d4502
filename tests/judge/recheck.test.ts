import type { Problem } from '@cupel/domain';
import { judgePrepared, type KeptJudging, prepareProblem, recheck, releaseProblem } from '@cupel/judge';
import { expect, it } from 'vitest';
import { environment, judge, problem, program, submission, testCase } from './support.ts';

/** Counts how many programs of the submission's are run: rechecking must run none. */
async function watched() {
  const whole = await environment();
  const argvs: string[] = [];
  const sandbox: typeof whole.sandbox = {
    run: (spec, hooks) => {
      argvs.push(spec.argv.join(' '));
      return whole.sandbox.run(spec, hooks);
    },
    runGroup: (specs, hooks) => whole.sandbox.runGroup(specs, hooks),
    release: (artefact) => whole.sandbox.release(artefact),
    describe: () => whole.sandbox.describe(),
  };
  return { environment: { ...whole, sandbox }, argvs };
}

async function rechecked(before: Problem, after: Problem, source: string, more: Partial<KeptJudging['report']> = {}) {
  const report = await judge(before, source);
  const { environment: own, argvs } = await watched();
  const prepared = await prepareProblem(own, after);
  try {
    return { before: report, after: await recheck(own, prepared, { problem: before, report: { ...report, ...more } }), argvs };
  } finally {
    releaseProblem(own, prepared);
  }
}

const tests = [testCase('1', '1', '1'), testCase('2', '2', '2.0'), testCase('3', '3', '3')];
const strict = problem(tests);
const lenient = problem(tests, {
  evaluation: { kind: 'output', checker: { kind: 'comparison', comparison: { kind: 'numbers' } } },
});
const ECHO = 'print(input())';
const verdicts = (report: { readonly tests: readonly { readonly name: string; readonly verdict: string }[] }) =>
  report.tests.map(({ name, verdict }) => `${name} ${verdict}`);

it('a mended comparison is asked again, and nothing is run', async () => {
  const { before, after, argvs } = await rechecked(strict, lenient, ECHO);
  expect(verdicts(before)).toEqual(['1 AC', '2 WA', '3 AC']);
  if (after.kind !== 'rechecked') throw new Error(after.because);
  expect(after.report).toMatchObject({ status: 'judged', verdict: 'AC' });
  expect(verdicts(after.report)).toEqual(['1 AC', '2 AC', '3 AC']);
  expect(after.report.tests.every(({ difference }) => difference === undefined)).toBe(true);
  expect(argvs).toEqual([]);
});

it('it comes to what judging anew comes to', async () => {
  const { after } = await rechecked(lenient, strict, ECHO);
  if (after.kind !== 'rechecked') throw new Error(after.because);
  const anew = await judge(strict, ECHO);
  const told = ({ name, number, verdict, cause, because, difference }: (typeof anew.tests)[number]) => ({
    ...{ name, number, verdict, cause, because, difference },
  });
  expect(after.report.tests.map(told)).toEqual(anew.tests.map(told));
  expect(after.report.because).toBe(anew.because);
});

it('a checker of the setter’s is run, and a broken one is told', async () => {
  const checked = (source: string): Problem =>
    problem(tests, {
      evaluation: { kind: 'output', checker: { kind: 'program', protocol: 'kattis', program: program(source) } },
    });
  const { after } = await rechecked(checked('import sys\nsys.exit(1)'), checked('import sys\nsys.exit(42)'), ECHO);
  // It was broken on the first test, so the others were never run.
  expect(after).toMatchObject({ kind: 'must_run' });
  const mended = await rechecked(strict, checked('import sys\nsys.exit(42)'), ECHO);
  expect(mended.after).toMatchObject({ kind: 'rechecked', report: { status: 'judged', verdict: 'AC' } });
  const broken = await rechecked(strict, checked('import sys\nsys.exit(1)'), ECHO);
  expect(broken.after).toMatchObject({ kind: 'rechecked', report: { status: 'judging_failed', verdict: 'IE' } });
  const uncompiled = await rechecked(strict, checked(''), ECHO);
  expect(uncompiled.after).toMatchObject({ kind: 'rechecked', report: { status: 'judging_failed', tests: [] } });
});

it('a submission that failed by itself fails as it did', async () => {
  const { before, after } = await rechecked(strict, lenient, `${ECHO}\nif open(0).read() == "": raise SystemExit(3)`);
  if (after.kind !== 'rechecked') throw new Error(after.because);
  expect(before.tests[0]).toMatchObject({ verdict: 'RE' });
  expect(after.report.tests[0]).toMatchObject({ verdict: 'RE', because: before.tests[0]?.because });
});

it('points are those of the new version', async () => {
  const scoring = (points: number): Problem =>
    problem(
      tests.map((test) => ({ ...test, points: { numerator: BigInt(points), denominator: 1n } })),
      { type: 'scoring' },
    );
  const { after } = await rechecked(scoring(1), scoring(5), ECHO);
  expect(after).toMatchObject({ kind: 'rechecked', report: { score: { points: { numerator: 10n } } } });
});

it('what must be run is said', async () => {
  const stopped = await rechecked({ ...strict, execution: 'stop_at_first_failure' }, lenient, ECHO);
  expect(stopped.after).toEqual({ kind: 'must_run', because: 'what 3 wrote is not kept, or not whole' });
  const changed = problem([testCase('1', '1\n', '1'), ...tests.slice(1)]);
  expect((await rechecked(strict, changed, ECHO)).after).toMatchObject({ because: expect.stringContaining('test 1 gives') });
  const slower = problem(tests, { limits: { ...strict.limits, cpuTime: 2_000_000 } });
  expect((await rechecked(strict, slower, ECHO)).after).toMatchObject({ because: expect.stringContaining('limits') });
  const more = problem([...tests, testCase('4', '4', '4')]);
  expect((await rechecked(strict, more, ECHO)).after).toMatchObject({ because: expect.stringContaining('what 4 wrote') });
});

it('an output that was cut is not taken for a whole one', async () => {
  const long = problem([testCase('1', '', 'x'.repeat(100_000))]);
  const { after } = await rechecked(long, { ...long, evaluation: lenient.evaluation }, 'print("x" * 100000)');
  expect(after).toMatchObject({ kind: 'must_run' });
});

it('a problem that is prepared once is good for judging and for checking again', async () => {
  const own = await environment();
  const prepared = await prepareProblem(own, strict);
  try {
    const report = await judgePrepared(own, prepared, await submission(ECHO));
    expect(await recheck(own, prepared, { problem: strict, report })).toEqual({
      kind: 'rechecked',
      report: {
        ...report,
        tests: report.tests.map((test) => expect.objectContaining({ name: test.name, verdict: test.verdict })),
      },
    });
  } finally {
    releaseProblem(own, prepared);
  }
});
