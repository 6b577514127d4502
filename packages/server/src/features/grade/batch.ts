import { CupelError } from '@cupel/domain';
import { type Enqueued, enqueueHeld, type NewSubmission, newId } from '@cupel/store';
import { z } from 'zod';
import { failureAnswer } from '../../platform/http/failure.js';
import { defineRoute, type RequestOf } from '../../platform/http/route.js';
import { idempotencyOf } from '../../platform/intake/accept.js';
import { prepareInTurns } from '../../platform/intake/batch.js';
import { INTAKE_ERRORS } from '../../platform/intake/errors.js';
import { prepareGraded, type StoredTests, storeTests } from './prepare.js';
import { BatchItemSchema, GradeBatchSchema } from './schema.js';

const ItemSchema = z
  .object({
    index: z.number().int(),
    student_id: z.string().optional(),
    id: z.uuid().optional(),
    error: z.string().optional(),
    code: z.string().optional(),
    field: z.string().optional(),
  })
  .meta({ id: 'GradeBatchAcceptedItem', description: '`id` where it was accepted, `error` and `code` where it was refused.' });

const AnswerSchema = z
  .object({ batch_id: z.uuid(), accepted: z.number().int(), refused: z.number().int(), items: z.array(ItemSchema) })
  .meta({ id: 'GradeBatchAccepted' });

type Item = z.input<typeof ItemSchema>;
type Request = RequestOf<z.ZodObject, z.ZodObject, typeof GradeBatchSchema>;

export const gradeBatchRoute = defineRoute({
  method: 'POST',
  path: '/api/grade/batch',
  scope: 'submit',
  largeBody: true,
  tag: 'Grading',
  summary: 'Grade up to 500 programs by the same tests; each is accepted or refused by itself',
  body: GradeBatchSchema,
  items: BatchItemSchema,
  responses: { 202: AnswerSchema },
  errors: [...INTAKE_ERRORS, 'batch_too_large', 'idempotency_key_bad', 'idempotency_conflict'],
  handler: async (request) => {
    const { services, body, principal } = request;
    const { submissions, max_concurrent: most } = body;
    const { batchSize } = services.config;
    if (submissions.length > batchSize)
      throw new CupelError('batch_too_large', { count: submissions.length, most: batchSize }, { field: 'submissions' });
    await services.quota.check(principal);
    const tests = await storeTests(services, principal.tenantId, body);
    const batchId = newId();
    const prepared = await prepareInTurns(submissions, (item, index) => prepare(request, tests, batchId, item, index));
    const good = prepared.flatMap((one) => ('submission' in one ? [one.submission] : []));
    const outcomes = await enqueueHeld(services.database, good, services.admission, most);
    const byId = new Map(good.map(({ id }, index) => [id, outcomes[index]]));
    const items = prepared.map((one, index) =>
      'submission' in one ? itemOf(index, one.submission, byId.get(one.submission.id)) : one,
    );
    const accepted = items.filter(({ id }) => id !== undefined).length;
    services.metrics.submissions.inc({ outcome: 'accepted' }, accepted);
    if (accepted === 0 && outcomes.some(({ kind }) => kind === 'full')) throw fullError(outcomes);
    return { status: 202, body: { batch_id: batchId, accepted, refused: items.length - accepted, items } };
  },
});

async function prepare(
  request: Request,
  tests: StoredTests,
  batchId: string,
  item: unknown,
  index: number,
): Promise<Item | { readonly submission: NewSubmission & { readonly id: string } }> {
  const { services, principal, log, body } = request;
  try {
    const { student_id: reference, ...program } = BatchItemSchema.parse(item);
    const key = idempotencyOf(request.header('idempotency-key'), () => request.bodyHash);
    const idempotency = key && { key: `${key.key}#${index}`, bodyHash: key.bodyHash };
    const context = { principal, lane: 'batch', batchId, ...(idempotency && { idempotency }) } as const;
    const held = body.submissions.length > body.max_concurrent ? { maxConcurrent: body.max_concurrent } : {};
    const limits = body.limits === undefined ? {} : { limits: body.limits };
    return { submission: await prepareGraded(services, { ...program, ...limits, reference }, tests, context, held) };
  } catch (error) {
    const { status, body: refusal } = failureAnswer(error, { requestId: '', log, rustbox: false });
    if (status >= 500) throw error;
    const { field } = refusal;
    const where = field === undefined ? {} : { field: `submissions[${index}].${field}` };
    return { index, error: refusal.error, code: refusal.code, ...where };
  }
}

function itemOf(index: number, { reference }: NewSubmission, outcome: Enqueued | undefined): Item {
  const head = { index, ...(reference === undefined ? {} : { student_id: reference }) };
  if (outcome?.kind === 'accepted' || outcome?.kind === 'repeated') return { ...head, id: outcome.id };
  const error = outcome?.kind === 'full' ? fullError([outcome]) : new CupelError('idempotency_conflict', {});
  return { ...head, error: error.message, code: error.code };
}

function fullError(outcomes: readonly Enqueued[]): CupelError {
  const full = outcomes.find((outcome) => outcome.kind === 'full');
  return new CupelError('queue_full', { retryAfter: full?.retryAfter ?? 1 });
}
