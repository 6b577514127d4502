import { redeliver } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { DeliveryParams } from './params.js';

export const redeliverRoute = defineRoute({
  method: 'POST',
  path: '/api/webhooks/deliveries/{id}/redeliver',
  scope: 'submit',
  tag: 'Webhooks',
  summary: 'Tell it again, under the same id',
  params: DeliveryParams,
  responses: { 202: z.object({ id: z.string() }).meta({ id: 'Redelivered' }) },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    await redeliver(services.database, principal.tenantId, params.id);
    return { status: 202, body: { id: params.id } };
  },
});
