import {
  type Cause,
  type Classification,
  type JudgingFault,
  type Rational,
  type TestCase,
  type TestReport,
  type Verdict,
  ZERO,
} from '@cupel/domain';
import { checkOutput } from './checking.js';
import { type Decision, NO_MESSAGES } from './decision.js';
import { KEPT_BYTES } from './environment.js';
import { playTogether } from './interaction.js';
import { playSteadily } from './noise.js';
import { type Judging, type Pass, type Played, playAlone } from './play.js';
import type { PreparedProblem } from './prepare.js';

/** What came of one test; where it is not the submission's doing, judging ends with it. */
export type TestEnd =
  | { readonly kind: 'report'; readonly report: TestReport }
  | { readonly kind: 'fault'; readonly fault: JudgingFault; readonly report: TestReport }
  | { readonly kind: 'lost'; readonly judgement: Classification };

interface Costs {
  readonly time: number;
  readonly wallTime: number;
  readonly memory: number;
  readonly runs: number;
  readonly passes: number;
}

type Steady = Awaited<ReturnType<typeof playSteadily>>;

/** One test: the submission in a fresh box for each pass, then whoever decides. */
export async function judgeTest(judging: Judging, first: Pass, number: number): Promise<TestEnd> {
  const { problem } = judging.prepared;
  let costs: Costs = { time: 0, wallTime: 0, memory: 0, runs: 1, passes: 0 };
  for (let pass = first; ; ) {
    const played = await playSteadily(() => play(judging, pass), judging.limits);
    if (played.judgement.verdict === 'IE') return { kind: 'lost', judgement: played.judgement };
    costs = added(costs, played);
    if (played.judgement.verdict !== 'AC') return { kind: 'report', report: failed(first, number, played, costs) };
    const decision = played.decision ?? (await check(judging, pass, played));
    if (decision.kind === 'lost') return { kind: 'lost', judgement: decision.judgement };
    if (decision.kind !== 'accepted' || decision.next === undefined)
      return ended(judging, first, number, played, costs, decision);
    if (costs.passes >= problem.passes) {
      const problemText = `asked for another pass after pass ${costs.passes}, the last that the problem allows`;
      return ended(judging, first, number, played, costs, { kind: 'broken', problem: problemText });
    }
    const { input, state } = decision.next;
    pass = { test: first.test, input: { kind: 'bytes', bytes: input }, state };
  }
}

function play(judging: Judging, pass: Pass): Promise<Played> {
  const { environment, prepared, options } = judging;
  const { partner } = prepared;
  const once = () => (partner === undefined ? playAlone(judging, pass) : playTogether(judging, pass, partner));
  return options.exclusive === true && environment.alone !== undefined ? environment.alone(once) : once();
}

function check({ environment, prepared, options }: Judging, pass: Pass, { output }: Played): Promise<Decision> {
  return checkOutput(environment, prepared, { ...pass, output }, options.signal);
}

function added(costs: Costs, { outcome, runs }: Steady): Costs {
  const { cpu, wall, memory } = outcome?.evidence ?? { cpu: { total: 0 }, wall: 0, memory: { peak: 0 } };
  return {
    time: Math.max(costs.time, cpu.total),
    wallTime: Math.max(costs.wallTime, wall),
    memory: Math.max(costs.memory, memory.peak),
    runs: Math.max(costs.runs, runs),
    passes: costs.passes + 1,
  };
}

function failed(pass: Pass, number: number, played: Steady, costs: Costs): TestReport {
  return reportOf(pass, number, played, costs, { ...played.judgement, points: ZERO, messages: NO_MESSAGES });
}

function ended(
  { prepared }: Judging,
  pass: Pass,
  number: number,
  played: Steady,
  costs: Costs,
  decision: Exclude<Decision, { kind: 'lost' }>,
): TestEnd {
  const { test } = pass;
  const part = prepared.partner?.part ?? 'checker';
  const report = reportOf(pass, number, played, costs, concluded(test, played.judgement, decision, part));
  if (decision.kind !== 'broken') return { kind: 'report', report };
  return { kind: 'fault', fault: faultOf(prepared, part, test, decision.problem), report };
}

export function faultOf(
  { checker, partner }: PreparedProblem,
  part: JudgingFault['part'],
  test: TestCase,
  problem: string,
): JudgingFault {
  const program = (part === 'checker' ? checker : partner)?.name ?? part;
  return { part, program, test: test.name, problem };
}

/** What the program said stands in the fault, which is the setter's alone: it may hold input and answer. */
export const brokenWords = (part: JudgingFault['part']): string => `could not be judged: the ${part} of the problem is broken`;

/** What a decision makes of a test that the submission got through. */
export interface Conclusion extends Pick<TestReport, 'because' | 'messages'> {
  readonly verdict: Verdict;
  readonly cause: Cause;
  readonly points: Rational;
  readonly difference?: TestReport['difference'];
}

const REASONS = {
  wrong_output: 'ended with code 0, but its output is not the expected one',
  wrong_presentation: 'ended with code 0, but the layout of its output is not the expected one',
  checker_refused: 'ended with code 0, but the checker refused its output',
  interactor_refused: 'did not answer as the interactor asked for',
} as const;

export function concluded(
  test: TestCase,
  judgement: Pick<Classification, 'verdict' | 'cause' | 'because'>,
  decision: Exclude<Decision, { kind: 'lost' }>,
  part: JudgingFault['part'] = 'checker',
): Conclusion {
  if (decision.kind === 'broken')
    return { verdict: 'IE', cause: 'setter_fault', because: brokenWords(part), points: ZERO, messages: NO_MESSAGES };
  const { messages } = decision;
  if (decision.kind === 'accepted') {
    const full = test.points === 'unbounded' ? ZERO : test.points;
    const { verdict, cause, because } = judgement;
    return { verdict, cause, because, points: decision.points ?? full, messages };
  }
  const { cause, points = ZERO, difference } = decision;
  const verdict = cause === 'wrong_presentation' ? 'PE' : 'WA';
  return { verdict, cause, because: REASONS[cause], points, messages, ...(difference === undefined ? {} : { difference }) };
}

function reportOf({ test }: Pass, number: number, played: Steady, costs: Costs, conclusion: Conclusion): TestReport {
  const { verdict, cause, because, points, messages, difference } = conclusion;
  const { outcome, output, transcript } = played;
  const stderr = outcome?.stderr ?? new Uint8Array();
  const exit = outcome?.evidence.exit;
  return {
    name: test.name,
    number,
    visibility: test.visibility,
    ...{ verdict, cause, because, points, messages },
    maximum: test.points,
    ...costs,
    output: output.subarray(0, KEPT_BYTES),
    stderr: stderr.subarray(0, KEPT_BYTES),
    truncated: { output: output.length > KEPT_BYTES, stderr: stderr.length > KEPT_BYTES },
    ...(exit === undefined ? {} : { exit }),
    ...(difference === undefined ? {} : { difference }),
    ...(transcript === undefined ? {} : { transcript }),
    ...(outcome === undefined ? {} : { evidence: outcome.evidence }),
  };
}
