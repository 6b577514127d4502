import { dropDeadLetter } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';

export const dropRoute = defineRoute({
  method: 'DELETE',
  path: '/api/queue/dead/{id}',
  scope: 'admin',
  tag: 'Queue',
  summary: 'Take a parked submission off the list; it stays failed',
  params: IdParams,
  responses: { 204: z.undefined() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    await dropDeadLetter(services.database, principal.tenantId, params.id);
    return { status: 204, body: undefined };
  },
});
