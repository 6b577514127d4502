import { listSubmissions } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { LaneSchema, name, PageQuery, pageOf, VerdictSchema } from '../../platform/http/schemas.js';
import { StateSchema, SummarySchema } from '../../platform/results/schema.js';
import { serializeSummary } from '../../platform/results/serialize.js';

const Query = PageQuery.extend({
  state: StateSchema.optional(),
  verdict: VerdictSchema.optional(),
  language: name(100).optional(),
  lane: LaneSchema.optional(),
  batch: z.string().max(200).optional().meta({ description: 'id of a batch' }),
  key: z.string().max(200).optional().meta({ description: 'id of the key that submitted' }),
  reference: name(200).optional(),
  from: z.iso.datetime({ offset: true }).optional().meta({ description: 'submitted at this time or later' }),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: 'submitted before this time' }),
});

export const listRoute = defineRoute({
  method: 'GET',
  path: '/api/submissions',
  scope: 'read',
  tag: 'Submissions',
  summary: 'The submissions of the tenant, newest first',
  query: Query,
  responses: { 200: pageOf(SummarySchema).meta({ id: 'SubmissionPage' }) },
  errors: ['cursor_bad'],
  handler: async ({ services, principal, query }) => {
    const { items, next } = await listSubmissions(services.database, principal.tenantId, filterOf(query));
    return { status: 200, body: { items: items.map(serializeSummary), next: next ?? null } };
  },
});

function filterOf(query: z.output<typeof Query>) {
  return {
    limit: query.limit,
    ...(query.cursor !== undefined && { after: query.cursor }),
    ...(query.state && { states: [query.state] }),
    ...(query.verdict && { verdicts: [query.verdict] }),
    ...(query.language !== undefined && { languages: [query.language.toLowerCase()] }),
    ...(query.lane && { lane: query.lane }),
    ...(query.batch !== undefined && { batchId: query.batch }),
    ...(query.key !== undefined && { keyId: query.key }),
    ...(query.reference !== undefined && { reference: query.reference }),
    ...(query.from !== undefined && { from: new Date(query.from) }),
    ...(query.to !== undefined && { to: new Date(query.to) }),
  };
}
