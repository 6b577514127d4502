import {
  type Cause,
  type Classification,
  type Difference,
  type JudgingFault,
  type Rational,
  type TestCase,
  type TestReport,
  type Verdict,
  ZERO,
} from '@cupel/domain';
import { type Decision, NO_MESSAGES } from './decision.js';
import type { PreparedProblem } from './prepare.js';

/** What came of one test; where it is not the submission's doing, judging ends with it. */
export type TestEnd =
  | { readonly kind: 'report'; readonly report: TestReport }
  | { readonly kind: 'fault'; readonly fault: JudgingFault; readonly report: TestReport }
  | { readonly kind: 'lost'; readonly judgement: Classification };

export function faultOf(
  { checker, partner, staticValidator }: PreparedProblem,
  part: JudgingFault['part'],
  test: TestCase,
  problem: string,
): JudgingFault {
  const made = [checker, partner, staticValidator].find((one) => one?.part === part);
  const program = made?.name ?? part;
  return { part, program, test: test.name, problem };
}

/** What the program said stands in the fault, which is the setter's alone: it may hold input and answer. */
export const brokenWords = (part: JudgingFault['part']): string => `could not be judged: the ${part} of the problem is broken`;

type Concluded = Exclude<Decision, { kind: 'lost' }>;

/** What a decision makes of a test that the submission got through. */
export interface Conclusion extends Pick<TestReport, 'because' | 'messages'> {
  readonly verdict: Verdict;
  readonly cause: Cause;
  readonly points: Rational;
  readonly difference?: Difference;
}

/** What an acceptance is worth where the test has no maximum, only the checker knows: one that does not say is broken. */
export function withPoints(test: TestCase, decision: Concluded): Concluded {
  if (decision.kind !== 'accepted' || decision.points !== undefined || test.points !== 'unbounded') return decision;
  const problem =
    'accepted without giving points, though the test has no maximum that could count; write them to score.txt (kattis), or end with quitp (testlib)';
  return { kind: 'broken', problem };
}

const REASONS = {
  wrong_output: 'ended with code 0, but its output is not the expected one',
  wrong_presentation: 'ended with code 0, but the layout of its output is not the expected one',
  checker_refused: 'ended with code 0, but the checker refused its output',
  interactor_refused: 'did not answer as it was asked to',
} as const;

export function concluded(
  test: TestCase,
  judgement: Pick<Classification, 'verdict' | 'cause' | 'because'>,
  decision: Concluded,
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
  const { cause, points = test.rejectPoints ?? ZERO, difference } = decision;
  const verdict = cause === 'wrong_presentation' ? 'PE' : 'WA';
  return { verdict, cause, because: REASONS[cause], points, messages, ...(difference === undefined ? {} : { difference }) };
}

/** Where nothing of the submission was run there is nothing to measure. */
export function unrunReport({ name, visibility, points }: TestCase, number: number, conclusion: Conclusion): TestReport {
  const nothing = new Uint8Array();
  return {
    ...{ name, number, visibility, maximum: points },
    ...conclusion,
    ...{ time: 0, wallTime: 0, memory: 0, runs: 0, passes: 0, output: nothing, stderr: nothing },
    truncated: { output: false, stderr: false },
  };
}
