import { CupelError, type ErrorCode } from '@cupel/domain';
import type { z } from 'zod';
import { requireOwn } from '../../platform/auth/ownership.js';
import type { Principal } from '../../platform/auth/principal.js';
import { RetryLater } from '../../platform/http/failure.js';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';
import { decodeBytes } from '../../platform/intake/content.js';
import { INTERACTIVE } from '../../platform/jobs/capabilities.js';
import type { TypedAnswer } from '../../platform/live/protocol.js';
import type { Services } from '../../platform/services.js';
import { InputRequestSchema, InputTakenSchema, typedOf } from './schema.js';

const KB = 1024;
const MOST_BYTES = 64 * KB;
/** Milliseconds that a request is held open for a program that does not run yet. */
const PATIENCE_MS = 20_000;

const ERRORS: readonly ErrorCode[] = [
  'submission_not_found',
  'input_not_interactive',
  'input_over',
  'input_closed',
  'input_no_terminal',
  'input_out_of_order',
  'input_piece_too_large',
  'input_too_much',
  'input_unread',
  'input_not_taken',
];

export const inputRoute = defineRoute({
  method: 'POST',
  path: '/api/submissions/{id}/input',
  scope: 'submit',
  tag: 'Submissions',
  summary: 'Type into a program that runs; answered when its worker has it, and held open for a while before it runs',
  params: IdParams,
  body: InputRequestSchema,
  responses: { 200: InputTakenSchema },
  errors: ERRORS,
  handler: async ({ services, principal, params: { id }, body, signal }) => {
    const data = body.data === undefined ? undefined : decodeBytes(body.data, body.encoding ?? 'utf8', 'data');
    if (data !== undefined && data.length > MOST_BYTES)
      throw new CupelError('input_piece_too_large', { limit: `${MOST_BYTES / KB} KB` }, { field: 'data' });
    await checkOpen(services, principal, id);
    const answer = await services.live.type(id, typedOf(body, data), { within: PATIENCE_MS, signal });
    if (answer === 'waiting') throw new RetryLater('input_unread', {}, 1);
    if (answer === undefined || answer.outcome === 'elsewhere') {
      await checkOpen(services, principal, id);
      throw new RetryLater('input_not_taken', {}, 1);
    }
    return { status: 200, body: { id, ...takenOf(answer, body) } };
  },
});

/** Only whoever submitted it types into it, or the tenant's own system: no setter speaks for another. Throws also where nobody can. */
async function checkOpen({ read }: Services, principal: Principal, id: string): Promise<void> {
  const submission = await read(principal.tenantId, id);
  requireOwn(principal, submission);
  if (principal.kind !== 'service' && submission.principalId !== principal.principalId)
    throw new CupelError('submission_not_found', {});
  if (submission.kind !== INTERACTIVE) throw new CupelError('input_not_interactive', {});
  if (submission.state !== 'queued' && submission.state !== 'running') throw new CupelError('input_over', {});
}

function takenOf({ outcome, next }: TypedAnswer, { seq = 0 }: z.output<typeof InputRequestSchema>) {
  switch (outcome) {
    case 'taken':
    case 'repeated':
      return { repeated: outcome === 'repeated', next: next ?? null };
    case 'out_of_order':
      throw new CupelError('input_out_of_order', { seq, next: next ?? 1 }, { field: 'seq' });
    case 'full':
      throw new RetryLater('input_unread', {}, 1);
    case 'too_much':
      throw new CupelError('input_too_much', {}, { field: 'data' });
    case 'closed':
      throw new CupelError('input_closed', {});
    case 'no_terminal':
      throw new CupelError('input_no_terminal', {}, { field: 'terminal' });
    case 'ended':
    case 'elsewhere':
      throw new CupelError('input_over', {});
  }
}
