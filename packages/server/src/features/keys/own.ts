import { CupelError } from '@cupel/domain';
import { createKey, listKeys, revokeKey } from '@cupel/store';
import { z } from 'zod';
import { requireSession } from '../../platform/auth/sessions.js';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams, name } from '../../platform/http/schemas.js';
import { KeySchema, ScopeSchema, serializeKey } from './schema.js';

const MOST = 20;

export const ownKeysRoute = defineRoute({
  method: 'GET',
  path: '/api/account/keys',
  scope: 'read',
  tag: 'Account',
  summary: "One's own keys, newest first, without their secret part",
  responses: { 200: z.array(KeySchema) },
  errors: ['person_needed'],
  handler: async ({ services, principal, raw }) => {
    requireSession(principal, raw.headers);
    const { tenantId, principalId: ownerId } = principal;
    const { items } = await listKeys(services.database, tenantId, { ownerId, limit: 200 });
    return { status: 200, body: items.map(serializeKey) };
  },
});

export const makeOwnKeyRoute = defineRoute({
  method: 'POST',
  path: '/api/account/keys',
  scope: 'read',
  tag: 'Account',
  summary: 'Make a key that acts as oneself; it is shown in this answer and never again',
  body: z
    .strictObject({ name: name(200), scopes: z.array(ScopeSchema).min(1).max(4).default(['submit', 'read']) })
    .meta({ id: 'OwnKeyRequest' }),
  responses: { 201: KeySchema.extend({ key: z.string() }).meta({ id: 'NewOwnKey' }) },
  errors: ['person_needed', 'scope_missing', 'too_many_keys'],
  handler: async ({ services: { database }, principal, body, raw }) => {
    requireSession(principal, raw.headers);
    const { tenantId, principalId } = principal;
    const missing = body.scopes.find((scope) => !principal.scopes.has(scope));
    if (missing !== undefined) throw new CupelError('scope_missing', { scope: missing }, { field: 'scopes' });
    const { items } = await listKeys(database, tenantId, { ownerId: principalId, limit: MOST });
    if (items.length >= MOST) throw new CupelError('too_many_keys', { most: MOST });
    const made = await createKey(database, { tenantId, principalId, name: body.name, scopes: [...new Set(body.scopes)] });
    return { status: 201, body: { ...serializeKey(made.key), key: made.token } };
  },
});

export const revokeOwnKeyRoute = defineRoute({
  method: 'DELETE',
  path: '/api/account/keys/{id}',
  scope: 'read',
  tag: 'Account',
  summary: "Revoke one of one's own keys",
  params: IdParams,
  responses: { 200: KeySchema },
  errors: ['person_needed', 'record_not_found'],
  handler: async ({ services, principal, params, raw }) => {
    requireSession(principal, raw.headers);
    const key = await revokeKey(services.database, principal.tenantId, params.id, principal.principalId);
    services.authenticator.forget();
    return { status: 200, body: serializeKey(key) };
  },
});
