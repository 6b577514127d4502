import type { Connection, Database, Statement } from '../database.js';
import { consumeOutbox, type OutboxMessage } from '../events/outbox.js';
import { type CellKey, columns, nameOf, scoredAttempts } from './attempts.js';
import { remakeCells } from './cells.js';

/** Of the outbox. */
export const LEADERBOARDS = 'leaderboards';

const BATCH = 500;

/**
 * Brings the cells up to date that the next messages tell of, and marks their boards as stale; `publishBoards` puts those in order.
 * A cell is made of all that is known of it by now, so messages may come late, twice or in any order. Returns how many there were.
 */
export function consumeJudged(database: Database): Promise<number> {
  return consumeOutbox(database, LEADERBOARDS, (messages, connection) => remake(connection, messages), BATCH);
}

async function remake(connection: Connection, messages: readonly OutboxMessage[]): Promise<void> {
  const contests = messages.filter(({ topic }) => topic === 'contest').map(({ payload }) => String(payload.contestId));
  const told = messages.filter(({ topic }) => topic === 'submitted').map(({ payload }) => payload as unknown as Told);
  const submissions = messages.flatMap(({ submissionId }) => submissionId ?? []);
  const locked = await connection.query<CellKey>(CELLS, [submissions, ...columns(told), contests]);
  const ids = [...new Set([...locked.map(({ contestId }) => contestId), ...contests])];
  // One at a time changes the cells of a contest; in the order of their ids, so that two never wait for one another.
  const alive = new Set((await connection.query<{ id: string }>(LOCK, [ids])).map(({ id }) => id));
  const replaced = await connection.query<CellKey>(REFRESH, [submissions]);
  const keys = locked.filter(({ contestId }) => alive.has(contestId));
  const again = [...replaced, ...told.filter(({ added }) => added !== true)];
  const whole = new Set([...again, ...keys.filter(({ contestId }) => contests.includes(contestId))].map(nameOf));
  await remakeCells(connection, keys, { fresh: await scoredAttempts(connection, submissions), whole });
}

/** What the trigger on `contest_submissions` says. */
interface Told extends CellKey {
  /** Otherwise it was taken away, and what it had is gone with it. */
  readonly added?: boolean;
}

const CELLS: Statement = {
  text: `
SELECT contest_id AS "contestId", principal_id AS "principalId", problem_id AS "problemId" FROM contest_submissions
WHERE submission_id = ANY ($1::uuid[])
UNION SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[])
UNION SELECT contest_id, principal_id, problem_id FROM contest_submissions WHERE contest_id = ANY ($5::uuid[])
UNION SELECT contest_id, principal_id, problem_id FROM board_cells WHERE contest_id = ANY ($5::uuid[])`,
};

/** Under the lock, so that what is written last is what was known last. Returns the cells in which something is no longer what it was. */
const REFRESH: Statement = {
  text: `
WITH changed AS (
  UPDATE contest_submissions entry SET judging_id = judgings.id, verdict = judgings.verdict, points = judgings.points,
    maximum = judgings.maximum, score = judgings.score,
    status = CASE WHEN submissions.state = 'cancelled' THEN 'cancelled' ELSE judgings.status END
  FROM contest_submissions old JOIN submissions ON submissions.id = old.submission_id
  LEFT JOIN judgings ON judgings.id = submissions.judging_id AND judgings.state = 'done'
  WHERE old.submission_id = ANY ($1::uuid[]) AND entry.submission_id = old.submission_id
    AND (old.judging_id IS DISTINCT FROM judgings.id OR (submissions.state = 'cancelled' AND old.status IS DISTINCT FROM 'cancelled'))
  RETURNING entry.contest_id, entry.principal_id, entry.problem_id, old.judging_id AS was
)
SELECT DISTINCT contest_id AS "contestId", principal_id AS "principalId", problem_id AS "problemId" FROM changed WHERE was IS NOT NULL`,
};

const LOCK: Statement = {
  text: `
WITH locked AS (SELECT contest_id FROM boards WHERE contest_id = ANY ($1::uuid[]) ORDER BY contest_id FOR UPDATE)
UPDATE boards SET stale = true FROM locked WHERE boards.contest_id = locked.contest_id RETURNING boards.contest_id AS id`,
};
