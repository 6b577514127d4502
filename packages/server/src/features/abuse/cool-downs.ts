import { listCoolDowns } from '@cupel/store';
import { defineRoute } from '../../platform/http/route.js';
import { PageQuery, pageOf } from '../../platform/http/schemas.js';
import { CoolDownSchema } from './schema.js';

export const coolDownsRoute = defineRoute({
  method: 'GET',
  path: '/api/abuse/cool-downs',
  scope: 'admin',
  tag: 'Abuse',
  summary: 'Who is in a cool-down at present, why, and until when',
  query: PageQuery,
  responses: { 200: pageOf(CoolDownSchema).meta({ id: 'CoolDownPage' }) },
  errors: ['cursor_bad'],
  handler: async ({ services, principal, query: { cursor, limit } }) => {
    const options = { limit, ...(cursor !== undefined && { after: cursor }) };
    const { items, next } = await listCoolDowns(services.database, principal.tenantId, options);
    const coolDowns = items.map(({ flowId, until, reason, remaining }) => ({
      flow_id: flowId,
      until: until.toISOString(),
      reason,
      remaining,
    }));
    return { status: 200, body: { items: coolDowns, next: next ?? null } };
  },
});
