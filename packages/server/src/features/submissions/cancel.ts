import { cancel } from '@cupel/store';
import { z } from 'zod';
import { requireOwn } from '../../platform/auth/ownership.js';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';
import { SUBSCRIPTIONS } from '../../platform/jobs/subscriptions.js';
import { StateSchema } from '../../platform/results/schema.js';

export const cancelRoute = defineRoute({
  method: 'POST',
  path: '/api/submissions/{id}/cancel',
  scope: 'submit',
  tag: 'Submissions',
  summary: 'End a submission that waits or runs; no result comes after this',
  params: IdParams,
  responses: { 200: z.object({ id: z.string(), state: StateSchema }).meta({ id: 'Cancelled' }) },
  errors: ['submission_not_found', 'already_final'],
  handler: async ({ services, principal, params }) => {
    requireOwn(principal, await services.read(principal.tenantId, params.id));
    await cancel(services.database, principal.tenantId, params.id, SUBSCRIPTIONS);
    return { status: 200, body: { id: params.id, state: 'cancelled' } };
  },
});
