import { type Content, type Problem, testsOf } from '@cupel/domain';
import type { RejudgeMethod, VersionPair } from '@cupel/store';
import type { Principal } from '../../platform/auth/principal.js';
import { knownProblem } from '../../platform/judging/known-problems.js';
import { hashOf } from '../../platform/judging/plan.js';
import type { Services } from '../../platform/services.js';

/**
 * The pairs between which no run of a submission could come out otherwise, because at most checkers, answers and points are others:
 * there the kept outputs are checked again. One version with itself is judged again because its runs are doubted, unless checkers
 * are asked for.
 */
export async function recheckedPairs(
  services: Services,
  { tenantId }: Principal,
  pairs: readonly VersionPair[],
  method: RejudgeMethod,
): Promise<VersionPair[]> {
  if (method === 'tests') return [];
  const found: VersionPair[] = [];
  for (const pair of pairs) {
    if (pair.from === pair.to) {
      if (method === 'checkers') found.push(pair);
      continue;
    }
    const [from, to] = await Promise.all([pair.from, pair.to].map((id) => knownProblem(services.database, tenantId, id)));
    const runs = from && runsOf(from.problem);
    if (runs !== undefined && to !== undefined && runs === runsOf(to.problem)) found.push(pair);
  }
  return found;
}

/** All that a run of a submission depends on, as text. Where a setter's program talks with it, its runs are never the same. */
function runsOf(problem: Problem): string | undefined {
  const { evaluation, limits } = problem;
  if (evaluation.kind !== 'output' || problem.staticValidator !== undefined) return undefined;
  const { checker: _, ...how } = evaluation;
  const tests = testsOf(problem.tests).map(({ name, input, args, files }) => [
    name,
    hashOf(input),
    args,
    files.map((file: { readonly name: string; readonly content: Content }) => [file.name, hashOf(file.content)]),
  ]);
  return JSON.stringify([how, limits, tests.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))]);
}
