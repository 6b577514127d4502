import { compareRationals, type PackageVerdict, parseRational, type Rational } from '@cupel/domain';
import { matchesGlob } from './glob.js';
import type { ExampleSubmission, Expectation } from './submission.js';

/** What is known of one test of one submission. */
export interface ObservedTest {
  /** `secret/group1/03`. */
  readonly name: string;
  /** Undefined where the test was not run. */
  readonly verdict: PackageVerdict | undefined;
  readonly judgeMessage?: string;
}

export interface Observed {
  readonly tests: readonly ObservedTest[];
  /** By the name of the group; the whole under ''. */
  readonly points: Readonly<Record<string, Rational>>;
  /** The most that can be had, where it is known. */
  readonly fullPoints?: Rational;
}

/** What a submission did otherwise than was promised of it, in words; nothing where it kept every promise. */
export function brokenPromises({ expectations }: ExampleSubmission, observed: Observed): readonly string[] {
  return expectations.flatMap((expectation) => broken(expectation, observed));
}

function broken(expectation: Expectation, observed: Observed): readonly string[] {
  const { tests, from, permitted, required, message } = expectation;
  const concerned = observed.tests.filter(({ name }) => tests === undefined || matchesGlob(tests, name));
  const where = tests === undefined ? '' : ` in ${tests}`;
  const problems: string[] = [];
  const wrong = concerned.find(({ verdict }) => verdict !== undefined && !permitted.includes(verdict));
  if (wrong !== undefined) problems.push(`${wrong.verdict} on ${wrong.name}; ${from} permits ${permitted.join(', ')}`);
  if (!concerned.some(({ verdict }) => verdict !== undefined && required.includes(verdict)))
    problems.push(`no test${where} ended with ${required.join(' or ')}, which ${from} requires`);
  if (message !== undefined && !concerned.some(({ judgeMessage }) => judgeMessage?.includes(message)))
    problems.push(`no judge's message${where} holds "${message}"`);
  return [...problems, ...scoreProblems(expectation, observed)];
}

function scoreProblems({ tests, score, notFull, from }: Expectation, { points, fullPoints }: Observed): readonly string[] {
  const got = points[tests ?? ''];
  const problems: string[] = [];
  if (score !== undefined) {
    const [low, high] = score.map(parseRational);
    const within =
      got !== undefined &&
      low !== undefined &&
      high !== undefined &&
      compareRationals(got, low) >= 0 &&
      compareRationals(got, high) <= 0;
    if (!within)
      problems.push(
        `${tests ?? 'it'} did not get ${score[0] === score[1] ? score[0] : `from ${score[0]} to ${score[1]}`} points`,
      );
  }
  if (notFull && got !== undefined && fullPoints !== undefined && compareRationals(got, fullPoints) >= 0)
    problems.push(`it got full points; ${from} promises that it does not`);
  return problems;
}
