import { CupelError, type ErrorCode } from '@cupel/domain';
import type { NewJudgedSubmission, NewSubmission } from '@cupel/store';
import { z } from 'zod';
import type { RequestOf } from '../http/route.js';
import { ErrorSchema } from '../http/schemas.js';
import { type Accepted, type AlsoWrite, acceptAndWait, acceptSubmission } from '../intake/accept.js';
import { presentResult } from '../results/present.js';
import { ResultSchema, StatusSchema } from '../results/schema.js';
import { statusOf } from '../results/serialize.js';
import { audienceOf } from './audience.js';

const AcceptedSchema = z
  .object({ id: z.uuid(), status: StatusSchema.optional().meta({ description: 'where the same request came before' }) })
  .meta({ id: 'Accepted' });

const flag = z.enum(['true', 'false', '1', '0', '']).transform((value) => value === 'true' || value === '1' || value === '');

export const SubmitQuery = z.object({
  wait: flag.optional().meta({ description: 'hold the request open until the end, 30 s at most' }),
  encoding: z.enum(['utf8', 'base64']).optional().meta({ description: 'base64: outputs of the result in base64 too' }),
});

export const SUBMIT_RESPONSES = {
  200: ResultSchema,
  202: AcceptedSchema,
  408: ErrorSchema.extend({ id: z.uuid() }).meta({ id: 'StillRunning' }),
} as const;

/** Of submissions to a problem, besides what can be wrong with any. */
export const SUBMIT_ERRORS: readonly ErrorCode[] = [
  'idempotency_conflict',
  'idempotency_key_bad',
  'wait_timeout',
  'record_not_found',
  'problem_not_published',
  'problem_language_not_offered',
  'code_too_long',
  'answers_bad',
  'archive_refused',
  'archive_too_large',
  'problem_in_contest',
];

type Request = Pick<
  RequestOf<z.ZodObject, typeof SubmitQuery, z.ZodType<{ readonly encoding?: 'utf8' | 'base64' | undefined }>>,
  'services' | 'principal' | 'query' | 'signal' | 'body'
>;

/** Queues a submission of any kind and answers with its id, or waits and answers with its result as this reader may see it. */
export async function answerSubmission(
  { services, principal, query, signal, body }: Request,
  submission: (NewSubmission & { readonly id: string }) | NewJudgedSubmission,
  also?: AlsoWrite,
) {
  if (!query.wait) return { status: 202, body: acceptedBody(await acceptSubmission(services, submission, also)) } as const;
  const { id, ended } = await acceptAndWait(services, submission, signal, also);
  if (!ended) return { status: 408, body: stillRunning(id, services.config.waitSeconds) } as const;
  const base64 = query.encoding === 'base64' || body.encoding === 'base64';
  const found = await services.read(principal.tenantId, id);
  const result = await presentResult(services.database, found, audienceOf(principal), { base64 });
  return { status: 200, body: result } as const;
}

function acceptedBody({ id, repeated }: Accepted): z.input<typeof AcceptedSchema> {
  return { id, ...(repeated && { status: statusOf(repeated) }) };
}

function stillRunning(id: string, seconds: number) {
  const { message, code } = new CupelError('wait_timeout', { seconds, id });
  return { id, error: message, code };
}
