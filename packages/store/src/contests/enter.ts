import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';

/**
 * One statement decides by the clock of the very transaction that accepts the submission: what is accepted has a time that lies
 * within the contest, to the microsecond.
 */
const ENTER: Statement = {
  name: 'enter contest',
  text: `
INSERT INTO contest_submissions (submission_id, contest_id, tenant_id, principal_id, problem_id, submitted_at)
SELECT submissions.id, contests.id, contests.tenant_id, submissions.principal_id, submissions.problem_id, submissions.created_at
FROM contests
JOIN submissions ON submissions.id = $2
JOIN contest_problems entry ON entry.contest_id = contests.id AND entry.problem_id = submissions.problem_id
JOIN contest_participants joined ON joined.contest_id = contests.id AND joined.principal_id = submissions.principal_id
WHERE contests.id = $1 AND (starts_at IS NULL OR (submissions.created_at >= starts_at AND submissions.created_at < ends_at))
RETURNING submission_id`,
};

const WHY_NOT: Statement = {
  text: `
SELECT title, now() < starts_at AS early, now() >= ends_at AS late, starts_at AS "startsAt", ends_at AS "endsAt",
  EXISTS (SELECT FROM contest_participants joined JOIN submissions ON submissions.id = $2
    WHERE joined.contest_id = $1 AND joined.principal_id = submissions.principal_id) AS joined
FROM contests WHERE id = $1`,
};

interface Reasons {
  readonly title: string;
  readonly early: boolean | null;
  readonly late: boolean | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly joined: boolean;
}

/**
 * Counts a submission, made in the same transaction, in a contest. Throws `contest_not_begun`, `contest_over`, `not_participant`,
 * and `record_not_found` where the problem is none of the contest's; the submission is then not accepted either.
 */
export async function enterContest(connection: Connection, contestId: string, submissionId: string): Promise<void> {
  const entered = await connection.query(ENTER, [contestId, submissionId]);
  if (entered.length > 0) return connection.notify('cupel_outbox', '');
  const [why] = await connection.query<Reasons>(WHY_NOT, [contestId, submissionId]);
  if (why === undefined) throw new CupelError('record_not_found', { what: 'contest' });
  if (why.early === true) throw new CupelError('contest_not_begun', { contest: why.title, at: why.startsAt.toISOString() });
  if (why.late === true) throw new CupelError('contest_over', { contest: why.title, at: why.endsAt.toISOString() });
  if (!why.joined) throw new CupelError('not_participant', { contest: why.title });
  throw new CupelError('record_not_found', { what: 'problem of the contest' });
}
