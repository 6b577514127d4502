import { type Delivery, isId, listDeliveries, type Page } from '@cupel/store';
import { z } from 'zod';
import { requireOwn, seesOwnOnly } from '../../platform/auth/ownership.js';
import { defineRoute } from '../../platform/http/route.js';
import { PageQuery, pageOf } from '../../platform/http/schemas.js';
import { DeliverySchema, DeliveryStateSchema, serializeDelivery } from './delivery-schema.js';

export const deliveriesRoute = defineRoute({
  method: 'GET',
  path: '/api/webhooks/deliveries',
  scope: 'read',
  tag: 'Webhooks',
  summary: 'What was told to whom, newest first',
  query: PageQuery.extend({
    submission: z.string().max(200).optional(),
    webhook: z.string().max(200).optional(),
    state: DeliveryStateSchema.optional(),
  }),
  responses: { 200: pageOf(DeliverySchema).meta({ id: 'DeliveryPage' }) },
  errors: ['cursor_bad', 'submission_not_found'],
  handler: async ({ services, principal, query: { cursor, limit, submission, webhook, state } }) => {
    if (seesOwnOnly(principal)) requireOwn(principal, await services.read(principal.tenantId, submission ?? ''));
    // What cannot be an id names nothing.
    const named = [submission, webhook].every((id) => id === undefined || isId(id));
    const page: Page<Delivery> = named
      ? await listDeliveries(services.database, principal.tenantId, {
          limit,
          ...(cursor !== undefined && { after: cursor }),
          ...(submission !== undefined && { submissionId: submission }),
          ...(webhook !== undefined && { endpointId: webhook }),
          ...(state && { states: [state] }),
        })
      : { items: [] };
    return { status: 200, body: { items: page.items.map(serializeDelivery), next: page.next ?? null } };
  },
});
