import type { Submission } from '@cupel/store';
import { presentResult } from '../../platform/results/present.js';
import type { Services } from '../../platform/services.js';
import type { GradeAnswer } from './schema.js';

/** A graded submission as everybody reads it: what hidden tests hold was left out before it was stored. */
export async function gradeAnswer({ database }: Pick<Services, 'database'>, submission: Submission): Promise<GradeAnswer> {
  const { id, status, verdict, because, grade, reference, batch_id } = await presentResult(database, submission, 'submitter', {
    base64: false,
  });
  const head = { id, status, verdict, because };
  return { ...head, ...(batch_id !== null && reference !== null ? { student_id: reference } : {}), ...(grade ?? {}) };
}
