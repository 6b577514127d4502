/**
 * Judging without running: where only the checker, the answers or the points of a problem have changed, what a submission
 * wrote stands, and only the checker is asked again. Whatever would need a run is said, not guessed.
 */
import {
  judgingOrder,
  type PlacedTest,
  type Problem,
  type SubmissionReport,
  scoreGroup,
  type TestReport,
  ZERO,
} from '@cupel/domain';
import { checkOutput } from './checking.js';
import { brokenWords, concluded, faultOf, type TestEnd, withPoints } from './conclusion.js';
import type { JudgeEnvironment, JudgeOptions } from './environment.js';
import { resultOf } from './judge.js';
import type { PreparedProblem } from './prepare.js';
import { runDifference } from './same-runs.js';
import { judgeInOrder, type Scheduled } from './schedule.js';

/** A judging as it was kept. An output that is cut, or no longer there, is told by `truncated.output`. */
export interface KeptJudging {
  /** By which it was judged. */
  readonly problem: Problem;
  readonly report: Pick<SubmissionReport, 'status' | 'language' | 'limits' | 'compile' | 'tests'>;
}

export type Recheck =
  | { readonly kind: 'rechecked'; readonly report: SubmissionReport }
  /** Judge the submission by running it; `because` is a sentence for whoever asked. */
  | { readonly kind: 'must_run'; readonly because: string };

export type RecheckOptions = Pick<JudgeOptions, 'execution' | 'parallel' | 'signal' | 'onTest'>;

/** As `judgePrepared`, from what a submission wrote when it was judged before. */
export async function recheck(
  environment: JudgeEnvironment,
  prepared: PreparedProblem,
  kept: KeptJudging,
  options: RecheckOptions = {},
): Promise<Recheck> {
  const { problem, faults } = prepared;
  const [fault] = faults;
  if (fault !== undefined) return rechecked(problem, kept, { ...NOTHING, because: brokenWords(fault.part), faults });
  const hindrance = hindranceTo(problem, kept);
  if (hindrance !== undefined) return { kind: 'must_run', because: hindrance };
  const order = judgingOrder(problem.tests).tests;
  const checked = await checkKept(order, { environment, prepared, kept, options });
  const result = (ends: Scheduled) => resultOf(environment, prepared, ends, options.signal);
  if (checked.broken !== undefined) return rechecked(problem, kept, await result(checked));
  const known = new Map(checked.reports.map((report) => [report.name, report]));
  const settled = await settledBy(order, known, options.execution ?? problem.execution);
  if ('missing' in settled) return { kind: 'must_run', because: `what ${settled.missing} wrote is not kept, or not whole` };
  return rechecked(problem, kept, await result(settled));
}

/** Why nothing can be told without running, whatever was kept. */
function hindranceTo(problem: Problem, { problem: before, report }: KeptJudging): string | undefined {
  if (report.status !== 'judged' && report.status !== 'judging_failed') return 'it was not judged';
  if (problem.evaluation.checker === undefined) return 'the interactor decides, and it hears submissions only while they run';
  if (problem.evaluation.kind === 'answers') return 'answers are checked where they lie, and nothing is run';
  if (problem.passes > 1) return 'each pass depends on what was said of the one before';
  return runDifference(before, problem);
}

interface Checking {
  readonly environment: JudgeEnvironment;
  readonly prepared: PreparedProblem;
  readonly kept: KeptJudging;
  readonly options: RecheckOptions;
}

/** Every test of which enough is kept, whether or not another one settles it. */
function checkKept(order: readonly PlacedTest[], { environment, prepared, kept, options }: Checking): Promise<Scheduled> {
  const before = new Map(kept.report.tests.map((report) => [report.name, report]));
  const numbers = new Map(order.map(({ test }, index) => [test.name, index + 1]));
  const { parallel = 1, onTest } = options;
  return judgeInOrder(
    order.filter(({ test }) => isEnough(before.get(test.name), prepared.problem)),
    {
      mode: 'run_all',
      parallel,
      judge: async (placed) => {
        const report = before.get(placed.test.name);
        if (report === undefined) throw new RangeError('a test that is not kept cannot be checked');
        const renumbered = { ...report, number: numbers.get(placed.test.name) ?? 0 };
        return checkOne(placed, renumbered, { environment, prepared, kept, options });
      },
      ...(onTest === undefined ? {} : { onTest }),
    },
  );
}

/** A submission that failed by itself fails again; of any other the whole output is needed. */
function isEnough(report: TestReport | undefined, { evaluation }: Problem): boolean {
  if (report === undefined) return false;
  // Where it was an interactor or a driver that broke, there is nothing that a checker could look at.
  if (report.cause === 'setter_fault' && evaluation.kind !== 'output') return false;
  return !isCheckers(report) || !report.truncated.output;
}

/** Whether a checker had the word. */
const isCheckers = ({ verdict, cause }: TestReport): boolean =>
  verdict === 'AC' ||
  cause === 'setter_fault' ||
  cause === 'wrong_output' ||
  cause === 'wrong_presentation' ||
  cause === 'checker_refused';

async function checkOne(
  { test }: PlacedTest,
  report: TestReport,
  { environment, prepared, options }: Checking,
): Promise<TestEnd> {
  const { visibility, points: maximum } = test;
  const base = { ...report, visibility, maximum };
  if (test.static === true || report.cause === 'interactor_refused') return { kind: 'report', report: base };
  if (!isCheckers(report)) return { kind: 'report', report: { ...base, points: test.rejectPoints ?? ZERO } };
  const { output } = report;
  const said = await checkOutput(environment, prepared, { test, input: test.input, output }, options.signal);
  if (said.kind === 'lost') return { kind: 'lost', judgement: said.judgement };
  const decision = withPoints(test, said);
  const { difference: _, ...rest } = base;
  const { difference, ...conclusion } = concluded(test, endedWell(report), decision);
  const again = { ...rest, ...conclusion, ...(difference === undefined ? {} : { difference }) };
  if (decision.kind !== 'broken') return { kind: 'report', report: again };
  return { kind: 'fault', fault: faultOf(prepared, 'checker', test, decision.problem), report: again };
}

/** What was said of the run itself; where the checker refused it, that is no longer known in its own words. */
function endedWell({ verdict, cause, because }: TestReport) {
  if (verdict === 'AC') return { verdict, cause, because };
  return { verdict: 'AC', cause: 'normal_exit', because: 'ended with code 0' } as const;
}

/** Walks the tests as judging would. A test that would have to be run, and is not known, ends the walk. */
async function settledBy(
  order: readonly PlacedTest[],
  known: ReadonlyMap<string, TestReport>,
  mode: Problem['execution'],
): Promise<Scheduled | { readonly missing: string }> {
  const judge = async ({ test }: PlacedTest): Promise<TestEnd> => {
    const report = known.get(test.name);
    if (report === undefined) throw new NotKept(test.name);
    return { kind: 'report', report };
  };
  try {
    return await judgeInOrder(order, { mode, parallel: 1, judge });
  } catch (error) {
    if (!(error instanceof NotKept)) throw error;
    return { missing: error.message };
  }
}

class NotKept extends Error {}

const NOTHING = { status: 'judging_failed', verdict: 'IE', tests: [] } as const;

type Result = Omit<Awaited<ReturnType<typeof resultOf>>, 'score'> & Partial<Pick<SubmissionReport, 'score'>>;

function rechecked(problem: Problem, { report: { language, limits, compile } }: KeptJudging, result: Result): Recheck {
  const { score = scoreGroup(problem.tests, new Map()), ...told } = result;
  const compiled = compile === undefined ? {} : { compile };
  return { kind: 'rechecked', report: { problem: problem.name, language, limits, ...compiled, ...told, score } };
}
