import { consumeJudged, issueRejudges, publishBoard, workRejudges } from '@cupel/store';
import type { Services } from '../../platform/services.js';

/**
 * A round of what follows judgings: cells made again, a bit of each rejudge and its next jobs, stale boards put in order. Boards
 * come last and once for all that the round has brought, however many that were.
 */
export async function followJudgings({ database }: Services): Promise<number> {
  const handled = await consumeJudged(database);
  const issued = (await workRejudges(database)) + (await issueRejudges(database));
  let published = 0;
  for (let more = 1; more > 0; published += more) more = await publishBoard(database);
  return handled + issued + published;
}
