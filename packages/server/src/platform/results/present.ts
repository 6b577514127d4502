import { type Audience, CupelError } from '@cupel/domain';
import { type Connection, findCurrentJudging, type Submission, type SubmissionSummary } from '@cupel/store';
import type { z } from 'zod';
import { GRADE, isSecretKind, JUDGE } from '../jobs/submission-options.js';
import { isJury } from '../judging/audience.js';
import { presentJudging } from './judging.js';
import type { GradeAnswer } from './judging-schema.js';
import type { Result, SummarySchema } from './schema.js';
import { type SerializeOptions, serializeResult, serializeSummary } from './serialize.js';

/**
 * A submission with its result as the audience may read it. Throws `submission_not_found` for what is judged again in secret: until
 * it is applied it is the setter's alone.
 */
export async function presentResult(
  connection: Connection,
  submission: Submission,
  audience: Audience,
  options: SerializeOptions,
): Promise<Result> {
  const { kind, id, tenantId } = submission;
  if (isSecretKind(kind) && audience !== 'setter') throw new CupelError('submission_not_found', {});
  const result = serializeResult(submission, options);
  if (kind === GRADE) return { ...withoutCosts(result), grade: gradeOf(submission) };
  if (kind !== JUDGE) return result;
  const judging = await findCurrentJudging(connection, tenantId, id);
  const told = judging && (await presentJudging(connection, judging, submission, audience));
  return { ...(isJury(audience) ? result : withoutCosts(result)), judging: told ?? null };
}

/** What all tests together took is the sum of what each took, and a hidden test's time is a bit of its input. */
function withoutCosts<Costs extends Pick<Result, 'cpu_time' | 'wall_time' | 'memory_peak'>>(result: Costs): Costs {
  return { ...result, cpu_time: null, wall_time: null, memory_peak: null };
}

/** The worker has left out already what hidden tests hold: see `testResultOf`. */
function gradeOf({ result }: Submission): GradeAnswer | null {
  const { grade } = (result?.record ?? {}) as { readonly grade?: GradeAnswer & { readonly status?: string } };
  if (grade === undefined) return null;
  const { status: _, ...answer } = grade;
  return answer;
}

/** A line of a list: the same, where hidden tests decided. */
export function presentSummary(summary: SubmissionSummary, audience: Audience): z.input<typeof SummarySchema> {
  const line = serializeSummary(summary);
  const isOpen = summary.kind !== JUDGE && summary.kind !== GRADE;
  return isOpen || (isJury(audience) && summary.kind === JUDGE) ? line : withoutCosts(line);
}
