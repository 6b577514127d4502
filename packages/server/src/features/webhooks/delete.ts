import { deleteEndpoint } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';

export const deleteRoute = defineRoute({
  method: 'DELETE',
  path: '/api/webhooks/{id}',
  scope: 'admin',
  tag: 'Webhooks',
  summary: 'Remove a webhook; what was to be delivered already goes on',
  params: IdParams,
  responses: { 204: z.undefined() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    await deleteEndpoint(services.database, principal.tenantId, params.id);
    return { status: 204, body: undefined };
  },
});
