import { liftCoolDown } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';

export const liftRoute = defineRoute({
  method: 'DELETE',
  path: '/api/abuse/cool-downs/{id}',
  scope: 'admin',
  tag: 'Abuse',
  summary: 'End a cool-down',
  params: IdParams,
  responses: { 204: z.undefined() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    await liftCoolDown(services.database, principal.tenantId, params.id);
    services.quota.forget();
    return { status: 204, body: undefined };
  },
});
