import { type DeadLetter, listDeadLetters } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { PageQuery, pageOf, TimeSchema } from '../../platform/http/schemas.js';

const StateSchema = z.enum(['dead', 'quarantined']);

const DeadLetterSchema = z
  .object({
    id: z.uuid().meta({ description: 'of the submission' }),
    state: StateSchema.meta({ description: 'quarantined: it killed those who ran it' }),
    reason: z.string(),
    failures: z
      .array(z.record(z.string(), z.unknown()))
      .meta({ description: 'each with code, message, stage, evidence, time, worker' }),
    attempts: z.number().int(),
    crashes: z.number().int(),
    language: z.string(),
    queued_at: TimeSchema,
    parked_at: TimeSchema,
  })
  .meta({ id: 'DeadLetter' });

export const deadLettersRoute = defineRoute({
  method: 'GET',
  path: '/api/queue/dead',
  scope: 'admin',
  tag: 'Queue',
  summary: 'Submissions on which we failed for good, with every reason',
  query: PageQuery.extend({ state: StateSchema.optional() }),
  responses: { 200: pageOf(DeadLetterSchema).meta({ id: 'DeadLetterPage' }) },
  errors: ['cursor_bad'],
  handler: async ({ services, principal, query: { cursor, limit, state } }) => {
    const options = { limit, ...(cursor !== undefined && { after: cursor }), ...(state && { state }) };
    const { items, next } = await listDeadLetters(services.database, principal.tenantId, options);
    return { status: 200, body: { items: items.map(serialize), next: next ?? null } };
  },
});

function serialize(letter: DeadLetter): z.input<typeof DeadLetterSchema> {
  return {
    id: letter.submissionId,
    state: letter.state,
    reason: letter.reason,
    failures: letter.failures.map((failure) => ({ ...failure })),
    attempts: letter.attempts,
    crashes: letter.crashes,
    language: letter.language,
    queued_at: letter.queuedAt.toISOString(),
    parked_at: letter.parkedAt.toISOString(),
  };
}
