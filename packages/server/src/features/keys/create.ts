import { type Connection, createKey } from '@cupel/store';
import { z } from 'zod';
import { ensureOwner } from '../../platform/auth/first-tenant.js';
import type { Principal } from '../../platform/auth/principal.js';
import { defineRoute } from '../../platform/http/route.js';
import { KeyRequestSchema, KeySchema, serializeKey } from './schema.js';

export const createRoute = defineRoute({
  method: 'POST',
  path: '/api/keys',
  scope: 'admin',
  tag: 'Keys',
  summary: 'Make an API key; it is shown in this answer and never again',
  body: KeyRequestSchema,
  responses: { 201: KeySchema.extend({ key: z.string() }).meta({ id: 'NewKey' }) },
  errors: [],
  handler: async ({ services, principal, body }) => {
    const { key, token } = await createKey(services.database, {
      tenantId: principal.tenantId,
      principalId: await ownerOf(services.database, principal),
      name: body.name,
      scopes: [...new Set(body.scopes)],
      ...(body.expires_at !== undefined && { expiresAt: new Date(body.expires_at) }),
      ...(body.requests_per_minute !== undefined && { requestsPerMinute: body.requests_per_minute }),
      ...(body.cpu_per_hour !== undefined && { cpuPerHour: Math.round(body.cpu_per_hour * 1e6) }),
    });
    return { status: 201, body: { ...serializeKey(key), key: token } };
  },
});

/** The tenant's own system, also where a person presses the button: it must not end with his account, nor act for him alone. */
async function ownerOf(connection: Connection, { kind, tenantId, principalId }: Principal): Promise<string> {
  return kind === 'service' ? principalId : (await ensureOwner(connection, tenantId)).id;
}
