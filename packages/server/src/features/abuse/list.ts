import { listAbuse } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { PageQuery, pageOf, TimeSchema } from '../../platform/http/schemas.js';

const AbuseSchema = z
  .object({
    id: z.uuid(),
    flow_id: z.string().meta({ description: 'the key, or the principal where none was used' }),
    kind: z.string(),
    weight: z.number().int(),
    submission_id: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    at: TimeSchema,
  })
  .meta({ id: 'AbuseEvent' });

export const listRoute = defineRoute({
  method: 'GET',
  path: '/api/abuse',
  scope: 'admin',
  tag: 'Abuse',
  summary: 'Signs of abuse, newest first',
  query: PageQuery.extend({ flow: z.string().max(200).optional() }),
  responses: { 200: pageOf(AbuseSchema).meta({ id: 'AbusePage' }) },
  errors: ['cursor_bad'],
  handler: async ({ services, principal, query: { cursor, limit, flow } }) => {
    const options = { limit, ...(cursor !== undefined && { after: cursor }), ...(flow !== undefined && { flowId: flow }) };
    const { items, next } = await listAbuse(services.database, principal.tenantId, options);
    const events = items.map(({ id, flowId, kind, weight, submissionId, details, at }) => ({
      id,
      flow_id: flowId,
      kind,
      weight,
      submission_id: submissionId,
      details: { ...details },
      at: at.toISOString(),
    }));
    return { status: 200, body: { items: events, next: next ?? null } };
  },
});
