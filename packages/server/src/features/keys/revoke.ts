import { revokeKey } from '@cupel/store';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';
import { KeySchema, serializeKey } from './schema.js';

export const revokeRoute = defineRoute({
  method: 'DELETE',
  path: '/api/keys/{id}',
  scope: 'admin',
  tag: 'Keys',
  summary: 'Revoke a key: from now on it is unknown. What was submitted with it stays.',
  params: IdParams,
  responses: { 200: KeySchema },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const key = await revokeKey(services.database, principal.tenantId, params.id);
    services.authenticator.forget();
    return { status: 200, body: serializeKey(key) };
  },
});
