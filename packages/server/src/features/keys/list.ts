import { listKeys } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { PageQuery, pageOf } from '../../platform/http/schemas.js';
import { KeySchema, serializeKey } from './schema.js';

export const listRoute = defineRoute({
  method: 'GET',
  path: '/api/keys',
  scope: 'admin',
  tag: 'Keys',
  summary: 'The keys of the tenant, newest first, without their secret part',
  query: PageQuery.extend({ revoked: z.stringbool().default(false).meta({ description: 'with those that were revoked' }) }),
  responses: { 200: pageOf(KeySchema).meta({ id: 'KeyPage' }) },
  errors: ['cursor_bad'],
  handler: async ({ services, principal, query }) => {
    const { cursor, limit, revoked } = query;
    const page = await listKeys(services.database, principal.tenantId, {
      limit,
      revoked,
      ...(cursor !== undefined && { after: cursor }),
    });
    return { status: 200, body: { items: page.items.map(serializeKey), next: page.next ?? null } };
  },
});
