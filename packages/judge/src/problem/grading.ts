import {
  type Cancellation,
  type Classification,
  compareRationals,
  decodeText,
  type GradedGroups,
  type GroupScore,
  groupsOf,
  type JudgingFault,
  type PackageVerdict,
  packageVerdict,
  parseRational,
  roundedRational,
  type SubmissionReport,
  scoreGroup,
  type TestGroup,
  type TestScore,
  type TestScores,
  type Verdict,
  ZERO,
} from '@cupel/domain';
import type { JudgeEnvironment } from './environment.js';
import type { PreparedProblem } from './prepare.js';
import { type ReadyProgram, runSetter, type SetterEnd, said } from './setter-program.js';

/** What the tests come to, once whoever grades the groups has had the word. */
export type Grading =
  | { readonly kind: 'graded'; readonly score: SubmissionReport['score'] }
  | { readonly kind: 'fault'; readonly fault: JudgingFault }
  | { readonly kind: 'lost'; readonly judgement: Classification };

/**
 * The points of all groups. Where the problem has a grader of its own it is asked for each group that names it, the inner ones
 * first, in a box of its own; it reads a line with verdict and points for each test and each group in that group, and writes one.
 */
export async function gradeTests(
  environment: JudgeEnvironment,
  { problem, grader }: PreparedProblem,
  scores: TestScores,
  signal: Cancellation | undefined,
): Promise<Grading> {
  const graded = new Map<string, TestScore>();
  const inner = groupsOf(problem.tests).filter(({ graderArgs }) => graderArgs !== undefined);
  for (const group of inner.reverse()) {
    const lines = partsOf(group, scores, graded, problem.tests);
    if (lines.length === 0) continue;
    const broken = (words: string): Grading => ({ kind: 'fault', fault: faultOf(grader, group, words) });
    if (grader === undefined) return broken('is missing');
    const end = await runSetter(environment, grader, { args: group.graderArgs ?? [], stdin: textInput(lines) }, signal);
    if (end.kind === 'lost') return end;
    const answer = readAnswer(end, group, problem.type === 'scoring');
    if (typeof answer === 'string') return broken(answer);
    graded.set(group.name, answer);
  }
  return { kind: 'graded', score: scoreGroup(problem.tests, scores, graded) };
}

/** A line for each part that was judged, as far as the group was: where it ends with the first failure, so do the lines. */
function partsOf(group: TestGroup, scores: TestScores, graded: GradedGroups, root: TestGroup): readonly string[] {
  const whole = scoreGroup(root, scores, graded);
  const tests = group.tests.flatMap(({ name }) => scores.get(name) ?? []);
  const groups = group.groups.flatMap(({ name }) => find(whole, name) ?? []);
  const parts = [...tests, ...groups].filter((part): part is TestScore => part.verdict !== undefined);
  const failure = parts.findIndex(({ verdict }) => verdict !== 'AC');
  const told = group.stopAtFirstFailure && failure >= 0 ? parts.slice(0, failure + 1) : parts;
  return told.map(({ verdict, points }) => `${packageVerdict(verdict) ?? 'RTE'} ${roundedRational(points, 12)}`);
}

const find = (score: GroupScore, name: string): GroupScore | undefined =>
  score.name === name ? score : score.groups.map((inner) => find(inner, name)).find((found) => found !== undefined);

const textInput = (lines: readonly string[]) =>
  ({ kind: 'bytes', bytes: new TextEncoder().encode(`${lines.join('\n')}\n`) }) as const;

const VERDICTS: Readonly<Record<PackageVerdict, Verdict>> = { AC: 'AC', WA: 'WA', TLE: 'TLE', RTE: 'RE' };
const ANSWER = /^(AC|WA|TLE|RTE)(?:\s+(\S+))?$/;

/** The result of the group, or what is wrong with the answer. */
function readAnswer(end: Exclude<SetterEnd, { kind: 'lost' }>, group: TestGroup, isScoring: boolean): TestScore | string {
  if (end.kind === 'broken') return end.problem;
  if (end.code !== 0) return `ended with exit code ${end.code}, but 0 is expected${said(end.outcome)}`;
  const text = decodeText(end.outcome.stdout.subarray(0, 1024)).text.trim();
  const [, code, written] = ANSWER.exec(text) ?? [];
  if (code === undefined) return `wrote "${text.slice(0, 60)}"; one line is expected, as in "AC 42"`;
  const verdict = VERDICTS[code as PackageVerdict];
  if (verdict !== 'AC' || !isScoring) return { verdict, points: ZERO };
  const points = parseRational(written ?? '');
  if (points === undefined) return `gave the points "${written ?? ''}", which are no finite decimal number`;
  if (points.numerator < 0n) return `gave ${written} points; points are never below 0`;
  const { points: most } = group;
  if (most !== 'unbounded' && compareRationals(points, most) > 0)
    return `gave ${written} points, more than the range of its group allows`;
  return { verdict, points };
}

function faultOf(grader: ReadyProgram | undefined, { name }: TestGroup, problem: string): JudgingFault {
  const where = name === '' ? 'all tests' : `the group ${name}`;
  return { part: 'grader', program: grader?.name ?? 'graders', problem: `${problem} (for ${where})` };
}
