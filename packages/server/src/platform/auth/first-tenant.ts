import { type Connection, ensurePrincipal, ensureTenant, type Scope } from '@cupel/store';
import type { Principal } from './principal.js';

const FIRST_TENANT = 'default';
const EVERYTHING: readonly Scope[] = ['submit', 'read', 'setter', 'admin'];

/** Who acts where no key is used: the first start makes this tenant, and its first key belongs to this principal. */
export async function firstPrincipal(connection: Connection): Promise<Principal> {
  const tenant = await ensureTenant(connection, FIRST_TENANT);
  const { id, kind } = await ensureOwner(connection, tenant.id);
  return { tenantId: tenant.id, principalId: id, kind, flowId: id, scopes: new Set(EVERYTHING) };
}

/** The system of a tenant itself, to which its keys belong. */
export function ensureOwner(connection: Connection, tenantId: string) {
  return ensurePrincipal(connection, { tenantId, kind: 'service', name: 'owner', externalId: 'owner' });
}
