import { CupelError } from '@cupel/domain';
import { findRunningContest, listSecretProblems, type StoredProblem, type Submission } from '@cupel/store';
import { requireOwn, seesOwnOnly } from '../auth/ownership.js';
import type { Principal } from '../auth/principal.js';
import { isSecretKind } from '../jobs/submission-options.js';
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
 * What a list of submissions leaves out: what others handed in to problems that are kept secret, source and samples and all. Of a
 * service each key knows what came by it, for one principal may hold the keys of the jury and of a class.
 */
export async function secretSubmissions(services: Services, principal: Principal) {
  const { principalId, keyId = null } = principal;
  const unless = seesOwnOnly(principal) ? { principalId } : { keyId };
  return { secret: { problems: [...(await secretProblems(services, principal))], ...unless } };
}

/** Throws `submission_not_found` for what is another's, for what others handed in to a problem that is kept secret, and for what is a setter's. */
export async function requireReadable(
  services: Services,
  principal: Principal,
  submission: Pick<Submission, 'kind' | 'principalId' | 'keyId' | 'problemId'>,
): Promise<void> {
  requireOwn(principal, submission);
  const { kind, keyId, problemId } = submission;
  if (isSecretKind(kind) && audienceOf(principal) !== 'setter') throw new CupelError('submission_not_found', {});
  if (problemId === null || seesOwnOnly(principal) || (keyId !== null && keyId === principal.keyId)) return;
  if ((await secretProblems(services, principal)).has(problemId)) throw new CupelError('submission_not_found', {});
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
