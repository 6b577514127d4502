/**
 * The one place where a report becomes somebody's answer. Routes, events, webhooks, logs and exports send what comes from
 * here and nothing else. What an audience may see is first written down as one flag per field (`Sight`); a field without
 * its flag is never read.
 */
import type { GroupScore } from '../scoring/group.js';
import { decodeText } from '../utf8.js';
import { LONG_NAMES } from '../verdict/verdicts.js';
import { disclosePoints } from './disclose-points.js';
import { discloseTest } from './disclose-test.js';
import type { DisclosedGroup, DisclosedReport, DisclosedTest } from './disclosed.js';
import type { Audience, DisclosurePolicy } from './disclosure.js';
import type { Problem } from './problem.js';
import type { SubmissionReport, TestReport } from './report.js';
import { type Sight, sightOf } from './sight.js';
import { testsOf } from './tests.js';

/** `policy` is the problem's unless a contest or a course has one of its own. */
export function disclose(
  report: SubmissionReport,
  problem: Problem,
  audience: Audience,
  policy: DisclosurePolicy = problem.disclosure,
): DisclosedReport {
  const isJury = audience === 'setter' || audience === 'owner';
  const base = {
    audience,
    problem: report.problem,
    status: report.status,
    because: isJury ? report.because : publicReason(report),
    language: report.language,
    ...(isJury ? { faults: audience === 'setter' ? report.faults : report.faults.map(withoutProblem) } : {}),
  };
  if (report.status === 'compile_error') return { ...base, verdict: report.verdict, ...compilerOf(report, audience), tests: [] };
  if (report.status !== 'judged' && !isJury) return { ...base, tests: [] };
  return { ...base, ...outcomeOf(report, problem, audience, policy), tests: testsFor(report, problem, audience, policy) };
}

const withoutProblem = <Fault extends { readonly problem: string }>(fault: Fault): Fault => ({
  ...fault,
  problem: 'broken; the setter was told',
});

/** In words that say no more than the verdict does. */
function publicReason({ status, verdict }: SubmissionReport): string {
  if (status === 'judging_failed') return 'judging failed, the setter was told';
  if (status === 'internal_error') return 'judging failed, and is tried again';
  return status === 'cancelled' ? 'cancelled' : LONG_NAMES[verdict].replaceAll('_', ' ');
}

function compilerOf({ compile }: SubmissionReport, audience: Audience): Pick<DisclosedReport, 'compile'> {
  if (compile === undefined || audience === 'public') return {};
  return { compile: { output: decodeText(compile.output).text, truncated: compile.truncated } };
}

type Outcome = Pick<DisclosedReport, 'verdict' | 'points' | 'groups' | 'firstFailure' | 'hint'>;

function outcomeOf(report: SubmissionReport, problem: Problem, audience: Audience, policy: DisclosurePolicy): Outcome {
  const sight = sightOf(audience, 'hidden', policy);
  const { score } = report;
  const failure = report.tests.find(({ verdict }) => verdict !== 'AC');
  const isScored = problem.type === 'scoring' && sight.points;
  return {
    ...(report.status === 'judged' ? { verdict: report.verdict } : {}),
    ...(isScored ? { points: disclosePoints(score.points, score.maximum) } : {}),
    ...(sight.groups ? { groups: score.groups.flatMap((group) => groupFor(group, isScored)) } : {}),
    ...(sight.firstFailure && failure !== undefined ? failureOf(problem, failure) : {}),
  };
}

function failureOf(problem: Problem, { name, number }: TestReport): Pick<DisclosedReport, 'firstFailure' | 'hint'> {
  const hint = testsOf(problem.tests).find((test) => test.name === name)?.hint;
  return { firstFailure: number, ...(hint === undefined ? {} : { hint }) };
}

function groupFor(group: GroupScore, isScored: boolean): readonly DisclosedGroup[] {
  const own = {
    name: group.name,
    ...(group.verdict === undefined ? {} : { verdict: group.verdict }),
    ...(isScored ? { points: disclosePoints(group.points, group.maximum) } : {}),
  };
  return [own, ...group.groups.flatMap((inner) => groupFor(inner, isScored))];
}

function testsFor(
  report: SubmissionReport,
  problem: Problem,
  audience: Audience,
  policy: DisclosurePolicy,
): readonly DisclosedTest[] {
  const cases = new Map(testsOf(problem.tests).map((test) => [test.name, test]));
  return report.tests.flatMap((test) => {
    const sight: Sight = sightOf(audience, test.visibility, policy);
    if (!sight.test) return [];
    const points = problem.type === 'scoring' && sight.testPoints ? { points: disclosePoints(test.points, test.maximum) } : {};
    return [{ ...discloseTest(test, cases.get(test.name), sight), ...points }];
  });
}
