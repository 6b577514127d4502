import { getDelivery } from '@cupel/store';
import { requireOwn, seesOwnOnly } from '../../platform/auth/ownership.js';
import { defineRoute } from '../../platform/http/route.js';
import { DeliveryLogSchema, serializeDelivery } from './delivery-schema.js';
import { DeliveryParams } from './params.js';

export const deliveryRoute = defineRoute({
  method: 'GET',
  path: '/api/webhooks/deliveries/{id}',
  scope: 'read',
  tag: 'Webhooks',
  summary: 'One delivery with every attempt',
  params: DeliveryParams,
  responses: { 200: DeliveryLogSchema },
  errors: ['record_not_found', 'submission_not_found'],
  handler: async ({ services, principal, params }) => {
    const delivery = await getDelivery(services.database, principal.tenantId, params.id);
    if (seesOwnOnly(principal)) requireOwn(principal, await services.read(principal.tenantId, delivery.submissionId ?? ''));
    const log = delivery.log.map(({ at, duration, ...attempt }) => ({
      ...attempt,
      at: at.toISOString(),
      duration: duration / 1e6,
    }));
    return { status: 200, body: { ...serializeDelivery(delivery), log } };
  },
});
