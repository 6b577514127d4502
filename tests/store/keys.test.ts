import {
  createKey,
  ensurePrincipal,
  ensureTenant,
  findKeyByToken,
  hasKeys,
  listKeys,
  newId,
  revokeKey,
  type Tenant,
  touchKeys,
} from '@cupel/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase } from './support/postgres.ts';

describe('API keys', () => {
  const current = useDatabase();
  let tenant: Tenant;
  let principalId = '';
  beforeEach(async () => {
    const { database } = current();
    await database.query({ text: 'TRUNCATE tenants CASCADE' });
    tenant = await ensureTenant(database, 'default');
    const principal = { tenantId: tenant.id, kind: 'service', name: 'first', externalId: 'first' } as const;
    principalId = (await ensurePrincipal(database, principal)).id;
  });

  const make = (changes: Partial<Parameters<typeof createKey>[1]> = {}) =>
    createKey(current().database, { tenantId: tenant.id, principalId, name: 'k', scopes: ['submit', 'read'], ...changes });

  it('makes one tenant and one principal, although many starts ask at once', async () => {
    const { database } = current();
    const tenants = await Promise.all(Array.from({ length: 8 }, () => ensureTenant(database, 'twice')));
    expect(new Set(tenants.map(({ id }) => id)).size).toBe(1);
    const principal = { tenantId: tenant.id, kind: 'service', name: 'p', externalId: 'p' } as const;
    const principals = await Promise.all(Array.from({ length: 8 }, () => ensurePrincipal(database, principal)));
    expect(new Set(principals.map(({ id }) => id)).size).toBe(1);
  });

  it('finds a key by its token, which is kept nowhere', async () => {
    const { database } = current();
    expect(await hasKeys(database)).toBe(false);
    const { key, token } = await make({ requestsPerMinute: 60, cpuPerHour: 1_000_000 });
    expect(await hasKeys(database)).toBe(true);
    expect(token).toMatch(/^cupel_[A-Za-z0-9_-]{43}$/);
    expect(token.startsWith(key.prefix)).toBe(true);
    expect(await findKeyByToken(database, token)).toEqual(key);
    expect(key).toMatchObject({ scopes: ['submit', 'read'], requestsPerMinute: 60, cpuPerHour: 1_000_000, revokedAt: null });
    const [row] = await database.query<{ row: string }>({ text: 'SELECT api_keys::text AS row FROM api_keys' });
    expect(row?.row).not.toContain(token.slice(key.prefix.length));
    expect(await findKeyByToken(database, `${token.slice(0, -1)}_`)).toBeUndefined();
    expect(await findKeyByToken(database, key.prefix)).toBeUndefined();
    await touchKeys(database, [key.id]);
    expect((await findKeyByToken(database, token))?.lastUsedAt).toBeInstanceOf(Date);
  });

  it('forgets keys that were revoked or have expired, and lists those that were not revoked', async () => {
    const { database } = current();
    const revoked = await make();
    const expired = await make({ expiresAt: new Date(Date.now() - 1000) });
    await expect(revokeKey(database, newId(), revoked.key.id)).rejects.toMatchObject({ code: 'record_not_found', status: 404 });
    expect(await findKeyByToken(database, revoked.token)).toBeDefined();
    await revokeKey(database, tenant.id, revoked.key.id);
    expect(await findKeyByToken(database, revoked.token)).toBeUndefined();
    expect(await findKeyByToken(database, expired.token)).toBeUndefined();
    expect(await hasKeys(database)).toBe(false);
    expect((await listKeys(database, tenant.id)).items.map(({ id }) => id)).toEqual([expired.key.id]);
    expect((await listKeys(database, tenant.id, { revoked: true })).items).toHaveLength(2);
    expect((await listKeys(database, newId())).items).toEqual([]);
  });

  it('refuses scopes that do not exist, and a principal of another tenant', async () => {
    const { database } = current();
    await expect(make({ scopes: ['root' as 'admin'] })).rejects.toMatchObject({ code: '23514' });
    const other = await ensureTenant(database, 'other');
    await expect(make({ tenantId: other.id })).rejects.toMatchObject({ code: '23503' });
  });
});
