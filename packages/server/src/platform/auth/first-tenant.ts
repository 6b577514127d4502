import { type Connection, ensurePrincipal, ensureTenant, type Scope } from '@cupel/store';
import type { Principal } from './principal.js';

const FIRST_TENANT = 'default';
const EVERYTHING: readonly Scope[] = ['submit', 'read', 'setter', 'admin'];

/** Who acts where no key is used: the first start makes this tenant, and its first key belongs to this principal. */
export async function firstPrincipal(connection: Connection): Promise<Principal> {
  const tenant = await ensureTenant(connection, FIRST_TENANT);
  const owner = { tenantId: tenant.id, kind: 'service', name: 'owner', externalId: 'owner' } as const;
  const { id } = await ensurePrincipal(connection, owner);
  return { tenantId: tenant.id, principalId: id, kind: owner.kind, flowId: id, scopes: new Set(EVERYTHING) };
}
