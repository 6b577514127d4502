import { CupelError } from '@cupel/domain';
import type { Connection, Database, Statement } from '../database.js';
import { newId } from '../ids.js';
import type { Admission } from '../queue/admission.js';
import { enqueue, QueueFullError } from '../queue/enqueue.js';
import type { Enqueued, NewSubmission } from '../queue/types.js';
import type { SubmissionState } from '../schema.js';

/** By which version of which problem a submission is to be judged. */
export interface JudgedBy {
  readonly problemId: string;
  readonly versionId: string;
}

export type NewJudgedSubmission = NewSubmission & { readonly id: string; readonly judgedBy: JudgedBy };

const BEGIN: Statement = {
  text: `
WITH wanted AS (
  SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) AS wanted (id, submission_id, problem_id, version_id)
), begun AS (
  INSERT INTO judgings (id, tenant_id, submission_id, job_id, problem_id, version_id, standing)
  SELECT id, $1, submission_id, submission_id, problem_id, version_id, 'current' FROM wanted
)
UPDATE submissions SET problem_id = wanted.problem_id, judging_id = wanted.id FROM wanted WHERE submissions.id = wanted.submission_id`,
};

/**
 * Accepts one submission to a problem with its first judging, all or nothing; `also` writes in the same transaction, where it is
 * new. Throws as `submit`.
 */
export async function submitJudged(
  database: Database,
  submission: NewJudgedSubmission,
  admission: Admission,
  also?: (connection: Connection, submissionId: string) => Promise<void>,
): Promise<{ readonly id: string; readonly repeated: boolean; readonly state?: SubmissionState }> {
  const outcome = await database.transaction(async (connection) => {
    const [enqueued] = await enqueue(connection, [submission], admission);
    if (enqueued?.kind === 'accepted') {
      await begin(connection, [submission]);
      await also?.(connection, submission.id);
    }
    return enqueued;
  });
  return answerOf(outcome);
}

function answerOf(outcome: Enqueued | undefined) {
  if (outcome?.kind === 'full') throw new QueueFullError(outcome.depth, outcome.retryAfter);
  if (outcome === undefined || outcome.kind === 'conflict')
    throw new CupelError('idempotency_conflict', {}, { field: 'Idempotency-Key' });
  if (outcome.kind === 'accepted') return { id: outcome.id, repeated: false, state: 'queued' as const };
  return { id: outcome.id, repeated: true, ...(outcome.state && { state: outcome.state }) };
}

async function begin(connection: Connection, submissions: readonly NewJudgedSubmission[]): Promise<void> {
  await connection.query(BEGIN, [
    submissions[0]?.tenantId,
    submissions.map(() => newId()),
    submissions.map(({ id }) => id),
    submissions.map(({ judgedBy }) => judgedBy.problemId),
    submissions.map(({ judgedBy }) => judgedBy.versionId),
  ]);
}
