import { deleteSubmission } from '@cupel/store';
import { z } from 'zod';
import { requireOwn } from '../../platform/auth/ownership.js';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';

export const deleteRoute = defineRoute({
  method: 'DELETE',
  path: '/api/submissions/{id}',
  scope: 'submit',
  tag: 'Submissions',
  summary: 'Delete a submission and all that belongs to it; one that runs is stopped',
  params: IdParams,
  responses: { 204: z.undefined() },
  errors: ['submission_not_found'],
  handler: async ({ services, principal, params }) => {
    requireOwn(principal, await services.read(principal.tenantId, params.id));
    await deleteSubmission(services.database, principal.tenantId, params.id);
    return { status: 204, body: undefined };
  },
});
