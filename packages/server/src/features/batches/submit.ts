import { CupelError } from '@cupel/domain';
import { type Enqueued, enqueueBatch, type NewSubmission, newId } from '@cupel/store';
import { z } from 'zod';
import { failureAnswer } from '../../platform/http/failure.js';
import { defineRoute, type RequestOf } from '../../platform/http/route.js';
import { idempotencyOf } from '../../platform/intake/accept.js';
import { prepareInTurns } from '../../platform/intake/batch.js';
import { INTAKE_ERRORS } from '../../platform/intake/errors.js';
import { prepareSubmission } from '../../platform/intake/prepare.js';
import { SubmissionRequestSchema } from '../../platform/intake/schema.js';

/** Each item is checked by itself, so that one that is wrong does not spoil the others. */
const BatchRequestSchema = z
  .strictObject({
    submissions: z
      .array(z.unknown())
      .min(1)
      .max(10_000)
      .meta({ items: { $ref: '#/components/schemas/SubmissionRequest' } }),
    reference: z.string().max(200).optional(),
  })
  .meta({ id: 'BatchRequest' });

const ItemSchema = z
  .object({
    index: z.number().int(),
    id: z.uuid().optional(),
    reference: z.string().optional(),
    error: z.string().optional(),
    code: z.string().optional(),
    field: z.string().optional(),
  })
  .meta({ id: 'BatchItem', description: '`id` where it was accepted, `error` and `code` where it was refused.' });

const AnswerSchema = z
  .object({ batch_id: z.uuid(), accepted: z.number().int(), refused: z.number().int(), items: z.array(ItemSchema) })
  .meta({ id: 'BatchAccepted' });

type Item = z.input<typeof ItemSchema>;
type Request = RequestOf<z.ZodObject, z.ZodObject, typeof BatchRequestSchema>;

export const submitBatchRoute = defineRoute({
  method: 'POST',
  path: '/api/batch',
  scope: 'submit',
  largeBody: true,
  tag: 'Batches',
  summary: 'Submit up to 500 programs; each is accepted or refused by itself',
  body: BatchRequestSchema,
  items: SubmissionRequestSchema,
  responses: { 202: AnswerSchema },
  errors: [...INTAKE_ERRORS, 'batch_too_large', 'idempotency_key_bad', 'idempotency_conflict'],
  handler: async (request) => {
    const { services, body, principal } = request;
    if (body.submissions.length > services.config.batchSize)
      throw new CupelError(
        'batch_too_large',
        { count: body.submissions.length, most: services.config.batchSize },
        { field: 'submissions' },
      );
    await services.quota.check(principal);
    const batchId = newId();
    const prepared = await prepareInTurns(body.submissions, (item, index) => prepare(request, batchId, item, index));
    const good = prepared.flatMap((one) => ('submission' in one ? [one.submission] : []));
    const outcomes = await enqueueBatch(services.database, good, services.admission);
    const byId = new Map(good.map(({ id }, index) => [id, outcomes[index]]));
    const items = prepared.map((one, index) =>
      'submission' in one ? itemOf(index, one.submission, byId.get(one.submission.id)) : one,
    );
    const accepted = items.filter(({ id }) => id !== undefined).length;
    services.metrics.submissions.inc({ outcome: 'accepted' }, accepted);
    if (accepted === 0 && outcomes.some((outcome) => outcome.kind === 'full')) throw fullError(outcomes);
    return { status: 202, body: { batch_id: batchId, accepted, refused: items.length - accepted, items } };
  },
});

async function prepare(
  request: Request,
  batchId: string,
  item: unknown,
  index: number,
): Promise<Item | { readonly submission: NewSubmission & { readonly id: string } }> {
  const { services, principal, log } = request;
  try {
    const body = SubmissionRequestSchema.parse(item);
    const key = idempotencyOf(request.header('idempotency-key'), () => request.bodyHash);
    const idempotency = key && { key: `${key.key}#${index}`, bodyHash: key.bodyHash };
    const context = { principal, lane: 'batch', batchId, ...(idempotency && { idempotency }) } as const;
    return { submission: await prepareSubmission(services, body, context) };
  } catch (error) {
    const { status, body } = failureAnswer(error, { requestId: '', log, rustbox: false });
    if (status >= 500) throw error;
    return {
      index,
      ...referenceOf(item),
      error: body.error,
      code: body.code,
      ...(body.field !== undefined && { field: `submissions[${index}].${body.field}` }),
    };
  }
}

/** Also of one that is refused, so that the caller knows which of his it is. */
function referenceOf(item: unknown): { readonly reference?: string } {
  const { reference } = (item ?? {}) as { readonly reference?: unknown };
  const parsed = SubmissionRequestSchema.shape.reference.safeParse(reference);
  return parsed.data === undefined || parsed.data === null ? {} : { reference: parsed.data };
}

function itemOf(index: number, submission: NewSubmission, outcome: Enqueued | undefined): Item {
  const reference = submission.reference === undefined ? {} : { reference: submission.reference };
  if (outcome?.kind === 'accepted' || outcome?.kind === 'repeated') return { index, id: outcome.id, ...reference };
  const error = outcome?.kind === 'full' ? fullError([outcome]) : new CupelError('idempotency_conflict', {});
  return { index, ...reference, error: error.message, code: error.code };
}

function fullError(outcomes: readonly Enqueued[]): CupelError {
  const full = outcomes.find((outcome) => outcome.kind === 'full');
  return new CupelError('queue_full', { retryAfter: full?.retryAfter ?? 1 });
}
