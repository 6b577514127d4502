import { CupelError } from '@cupel/domain';
import { type BoardView, type Contest, getContest, isParticipant } from '@cupel/store';
import { seesOwnOnly } from '../auth/ownership.js';
import type { Principal } from '../auth/principal.js';
import { audienceOf, isJury } from '../judging/audience.js';
import type { Services } from '../services.js';

/** A contest as somebody may know of it: a private one is there only for its jury, its participants and the tenant's own system. */
export async function contestFor({ database }: Services, principal: Principal, idOrSlug: string): Promise<Contest> {
  const contest = await getContest(database, principal.tenantId, idOrSlug);
  if (contest.visibility !== 'private' || !seesOwnOnly(principal)) return contest;
  if (await isParticipant(database, contest.id, principal.principalId)) return contest;
  throw new CupelError('record_not_found', { what: 'contest' });
}

/** Whoever sets problems or runs the service sees the board as it is; everybody else as it is shown. */
export const viewOf = (principal: Principal): BoardView => (isJury(audienceOf(principal)) ? 'live' : 'shown');

/** Before it begins, its problems are the jury's secret. */
export function problemsFor(contest: Contest, view: BoardView): Contest['problems'] {
  return view === 'live' || contest.phase !== 'before' ? contest.problems : [];
}
