import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { brokenConstraint } from '../failures.js';
import { newId } from '../ids.js';
import { storableText } from '../json.js';
import type { PrincipalKind } from '../schema.js';

export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

const COLUMNS = 'id, name, created_at AS "createdAt"';
const ENSURE: Statement = {
  text: `INSERT INTO tenants (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING ${COLUMNS}`,
};
const FIND: Statement = { text: `SELECT ${COLUMNS} FROM tenants WHERE name = $1` };

/** The tenant of this name, made if it is not there: the first start makes one, also when two processes start at once. */
export async function ensureTenant(connection: Connection, name: string): Promise<Tenant> {
  const [made] = await connection.query<Tenant>(ENSURE, [newId(), storableText(name)]);
  const [tenant] = made ? [made] : await connection.query<Tenant>(FIND, [storableText(name)]);
  if (tenant === undefined) throw new CupelError('record_not_found', { what: 'tenant' });
  return tenant;
}

const CREATE: Statement = { text: `INSERT INTO tenants (id, name) VALUES ($1, $2) RETURNING ${COLUMNS}` };

/** Throws `name_taken`. */
export async function createTenant(connection: Connection, name: string): Promise<Tenant> {
  const rows = await connection.query<Tenant>(CREATE, [newId(), storableText(name)]).catch((error: unknown) => {
    if (brokenConstraint(error) === 'tenants_name_key') throw new CupelError('name_taken', { what: 'tenant', name });
    throw error;
  });
  const [tenant] = rows;
  if (tenant === undefined) throw new CupelError('record_not_found', { what: 'tenant' });
  return tenant;
}

const LIST: Statement = { text: `SELECT ${COLUMNS} FROM tenants ORDER BY name` };

export async function listTenants(connection: Connection): Promise<Tenant[]> {
  return connection.query<Tenant>(LIST);
}

/** Who submits: owner of submissions, and of keys. */
export interface Principal {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly externalId: string | null;
}

const ENSURE_PRINCIPAL: Statement = {
  text: `
INSERT INTO principals (id, tenant_id, kind, name, external_id) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, kind, external_id) DO UPDATE SET name = excluded.name
RETURNING id, tenant_id AS "tenantId", kind, name, external_id AS "externalId"`,
};

/** The principal that its tenant knows by `externalId`, made or renamed. */
export async function ensurePrincipal(
  connection: Connection,
  principal: { readonly tenantId: string; readonly kind: PrincipalKind; readonly name: string; readonly externalId: string },
): Promise<Principal> {
  const [row] = await connection.query<Principal>(ENSURE_PRINCIPAL, [
    newId(),
    principal.tenantId,
    principal.kind,
    storableText(principal.name),
    storableText(principal.externalId),
  ]);
  if (row === undefined) throw new CupelError('record_not_found', { what: 'principal' });
  return row;
}

const FIND_EXTERNAL: Statement = {
  text: `
SELECT id, tenant_id AS "tenantId", kind, name, external_id AS "externalId" FROM principals
WHERE tenant_id = $1 AND kind = 'external' AND external_id = $2`,
};

/** Whom the tenant's own system knows by this id, if it was ever named. */
export async function findExternalPrincipal(
  connection: Connection,
  tenantId: string,
  externalId: string,
): Promise<Principal | undefined> {
  const [row] = await connection.query<Principal>(FIND_EXTERNAL, [tenantId, storableText(externalId)]);
  return row;
}

const FIND_PRINCIPAL: Statement = {
  text: `
SELECT id, tenant_id AS "tenantId", kind, name, external_id AS "externalId" FROM principals WHERE tenant_id = $1 AND id = $2`,
};

/** Throws `record_not_found`. */
export async function getPrincipal(connection: Connection, tenantId: string, id: string): Promise<Principal> {
  const [row] = await connection.query<Principal>(FIND_PRINCIPAL, [tenantId, id]);
  if (row === undefined) throw new CupelError('record_not_found', { what: 'principal' });
  return row;
}
