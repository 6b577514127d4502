import { CupelError } from '@cupel/domain';
import { findRunningContest, listSecretProblems, type StoredProblem } from '@cupel/store';
import { seesOwnOnly } from '../auth/ownership.js';
import type { Principal } from '../auth/principal.js';
import { audienceOf, isJury } from '../judging/audience.js';
import type { Services } from '../services.js';

/** Which problems contests keep from whoever asks. */
export async function secretProblems({ database }: Services, principal: Principal): Promise<ReadonlySet<string>> {
  if (isJury(audienceOf(principal))) return new Set();
  return listSecretProblems(database, principal.tenantId, seesOwnOnly(principal) ? principal.principalId : undefined);
}

/** Throws `record_not_found` for a problem that a contest keeps from whoever asks. */
export async function requireKnown(services: Services, principal: Principal, problemId: string): Promise<void> {
  if ((await secretProblems(services, principal)).has(problemId)) throw new CupelError('record_not_found', { what: 'problem' });
}

/**
 * Throws `problem_in_contest` while a contest runs: a submission beside it would tell a team its verdict without the penalty. And
 * `record_not_found` as `requireKnown`.
 */
export async function requireOutsideContests(
  services: Services,
  principal: Principal,
  { id, slug, tenantId }: StoredProblem,
): Promise<void> {
  if (isJury(audienceOf(principal))) return;
  await requireKnown(services, principal, id);
  const contest = await findRunningContest(services.database, tenantId, id);
  if (contest === undefined) return;
  const params = { problem: slug, contest: contest.title, at: contest.endsAt.toISOString() };
  throw new CupelError('problem_in_contest', params, { field: 'problem' });
}
