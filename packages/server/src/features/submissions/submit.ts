import { CupelError } from '@cupel/domain';
import { getSubmission } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { ErrorSchema } from '../../platform/http/schemas.js';
import { type Accepted, acceptAndWait, acceptSubmission, idempotencyOf } from '../../platform/intake/accept.js';
import { INTAKE_ERRORS } from '../../platform/intake/errors.js';
import { prepareSubmission } from '../../platform/intake/prepare.js';
import { SubmissionRequestSchema } from '../../platform/intake/schema.js';
import { ResultSchema, StatusSchema } from '../../platform/results/schema.js';
import { serializeResult, statusOf } from '../../platform/results/serialize.js';

const AcceptedSchema = z
  .object({ id: z.uuid(), status: StatusSchema.optional().meta({ description: 'where the same request came before' }) })
  .meta({ id: 'Accepted' });

const flag = z.enum(['true', 'false', '1', '0', '']).transform((value) => value === 'true' || value === '1' || value === '');

export const submitRoute = defineRoute({
  method: 'POST',
  path: '/api/submit',
  scope: 'submit',
  rustbox: true,
  tag: 'Submissions',
  summary: 'Submit a program; with `wait=true` the answer is its result',
  query: z.object({
    wait: flag.optional().meta({ description: 'hold the request open until the end, 30 s at most' }),
    encoding: z.enum(['utf8', 'base64']).optional().meta({ description: 'base64: outputs of the result in base64 too' }),
  }),
  body: SubmissionRequestSchema,
  responses: { 200: ResultSchema, 202: AcceptedSchema, 408: ErrorSchema.extend({ id: z.uuid() }).meta({ id: 'StillRunning' }) },
  errors: [...INTAKE_ERRORS, 'idempotency_conflict', 'idempotency_key_bad', 'wait_timeout'],
  handler: async (request) => {
    const { services, body, principal, query } = request;
    await services.quota.check(principal);
    const idempotency = idempotencyOf(request.header('idempotency-key'), () => request.bodyHash);
    const lane = query.wait ? 'interactive' : 'normal';
    const submission = await prepareSubmission(services, body, { principal, lane, ...(idempotency && { idempotency }) });
    if (!query.wait) return { status: 202, body: acceptedBody(await acceptSubmission(services, submission)) };
    const { id, ended } = await acceptAndWait(services, submission, request.signal);
    if (!ended) return { status: 408, body: stillRunning(id, services.config.waitSeconds) };
    const found = await getSubmission(services.database, principal.tenantId, id);
    const base64 = query.encoding === 'base64' || body.encoding === 'base64';
    return { status: 200, body: serializeResult(found, { base64 }) };
  },
});

function acceptedBody({ id, repeated }: Accepted): z.input<typeof AcceptedSchema> {
  return { id, ...(repeated && { status: statusOf(repeated) }) };
}

function stillRunning(id: string, seconds: number) {
  const { message, code } = new CupelError('wait_timeout', { seconds, id });
  return { id, error: message, code };
}
