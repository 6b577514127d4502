import { retryDeadLetter } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';

export const retryRoute = defineRoute({
  method: 'POST',
  path: '/api/queue/dead/{id}/retry',
  scope: 'admin',
  tag: 'Queue',
  summary: 'Give a parked submission all its tries again',
  params: IdParams,
  responses: { 202: z.object({ id: z.string() }).meta({ id: 'Retried' }) },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    await retryDeadLetter(services.database, principal.tenantId, params.id);
    return { status: 202, body: { id: params.id } };
  },
});
