import { listEndpoints } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { EndpointSchema, serializeEndpoint } from './endpoint-schema.js';

export const listRoute = defineRoute({
  method: 'GET',
  path: '/api/webhooks',
  scope: 'admin',
  tag: 'Webhooks',
  summary: 'The webhooks of the tenant',
  responses: { 200: z.array(EndpointSchema) },
  errors: [],
  handler: async ({ services, principal }) => {
    const endpoints = await listEndpoints(services.database, principal.tenantId);
    return { status: 200, body: endpoints.map(serializeEndpoint) };
  },
});
