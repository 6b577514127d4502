import { CupelError, decodeText } from '@cupel/domain';
import type { Submission } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { bytes, OutcomeSchema, seconds, VerdictSchema } from '../../platform/http/schemas.js';
import { acceptAndWait, idempotencyOf } from '../../platform/intake/accept.js';
import { INTAKE_ERRORS } from '../../platform/intake/errors.js';
import { prepareSubmission } from '../../platform/intake/prepare.js';
import { SubmissionRequestSchema } from '../../platform/intake/schema.js';
import type { ResultRecord } from '../../platform/jobs/result-record.js';
import { outcomeOf } from '../../platform/results/serialize.js';

/** The smallest possible client sends `{code, language}` and reads `stdout`. */
const RunSchema = z
  .object({
    stdout: z.string(),
    stderr: z.string(),
    success: z.boolean(),
    execution_time: seconds,
    exit_code: z.number().int().nullable(),
    memory_used: bytes,
    oomKilled: z.boolean(),
    verdict: VerdictSchema.nullable(),
    outcome: OutcomeSchema.nullable(),
    because: z.string().nullable(),
    id: z.uuid(),
  })
  .meta({ id: 'Run' });

const RunRequestSchema = SubmissionRequestSchema.omit({ webhook_url: true, webhook_secret: true, lane: true }).meta({
  id: 'RunRequest',
});

export const runRoute = defineRoute({
  method: 'POST',
  path: '/api/run',
  scope: 'submit',
  tag: 'Run',
  summary: 'Run a program and wait for what it wrote',
  body: RunRequestSchema,
  responses: { 200: RunSchema },
  errors: [...INTAKE_ERRORS, 'idempotency_conflict', 'idempotency_key_bad', 'wait_timeout'],
  handler: async (request) => {
    const { services, principal, body } = request;
    await services.quota.check(principal);
    const idempotency = idempotencyOf(request.header('idempotency-key'), () => request.bodyHash);
    const submission = await prepareSubmission(services, body, {
      principal,
      lane: 'interactive',
      ...(idempotency && { idempotency }),
    });
    const { id, ended } = await acceptAndWait(services, submission, request.signal);
    if (!ended) throw new CupelError('wait_timeout', { seconds: services.config.waitSeconds, id });
    return { status: 200, body: runOf(await services.read(principal.tenantId, id)) };
  },
});

function runOf({ id, state, verdict, because, result }: Submission): z.input<typeof RunSchema> {
  const compiler = result?.compileOutput && verdict === 'CE' ? decodeText(result.compileOutput).text : '';
  return {
    stdout: result ? decodeText(result.stdout).text : '',
    stderr: compiler + (result ? decodeText(result.stderr).text : ''),
    success: verdict === 'AC',
    execution_time: (result?.wallTime ?? 0) / 1e6,
    exit_code: result?.exitCode ?? null,
    memory_used: result?.memoryPeak ?? 0,
    oomKilled: wasOomKilled(result?.record),
    verdict: verdict as z.input<typeof VerdictSchema> | null,
    outcome: outcomeOf(state, verdict),
    because,
    id,
  };
}

/** From the kernel's own count, never from an exit code. */
function wasOomKilled(record: unknown): boolean {
  const { evidence } = (record ?? {}) as Partial<ResultRecord>;
  return (evidence?.memory.oomKills ?? 0) > 0;
}
