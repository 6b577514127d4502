import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId, newId } from '../ids.js';

/** A receiver set up once, for one key or for all keys of its tenant. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly tenantId: string;
  readonly keyId: string | null;
  readonly url: string;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

const COLUMNS = 'id, tenant_id AS "tenantId", key_id AS "keyId", url, created_at AS "createdAt", disabled_at AS "disabledAt"';

const CREATE: Statement = {
  text: `
INSERT INTO webhook_endpoints (id, tenant_id, key_id, url, secret)
SELECT $1, $2, $3, $4, $5 WHERE $3::uuid IS NULL OR EXISTS (SELECT FROM api_keys WHERE id = $3 AND tenant_id = $2)
RETURNING ${COLUMNS}`,
};

/** Throws `record_not_found` where the key is not the tenant's. */
export async function createEndpoint(
  connection: Connection,
  endpoint: { readonly tenantId: string; readonly keyId?: string; readonly url: string; readonly secret: string },
): Promise<WebhookEndpoint> {
  const { tenantId, keyId, url, secret } = endpoint;
  if (keyId !== undefined && !isId(keyId)) throw new CupelError('record_not_found', { what: 'API key' });
  const [row] = await connection.query<WebhookEndpoint>(CREATE, [newId(), tenantId, keyId ?? null, url, secret]);
  if (row === undefined) throw new CupelError('record_not_found', { what: 'API key' });
  return row;
}

const LIST: Statement = { text: `SELECT ${COLUMNS} FROM webhook_endpoints WHERE tenant_id = $1 ORDER BY id DESC` };

export async function listEndpoints(connection: Connection, tenantId: string): Promise<WebhookEndpoint[]> {
  return connection.query<WebhookEndpoint>(LIST, [tenantId]);
}

const DELETE: Statement = { text: 'DELETE FROM webhook_endpoints WHERE tenant_id = $1 AND id = $2 RETURNING id' };

/** Deliveries that were made for it go on. Throws `record_not_found`. */
export async function deleteEndpoint(connection: Connection, tenantId: string, id: string): Promise<void> {
  const rows = isId(id) ? await connection.query(DELETE, [tenantId, id]) : [];
  if (rows.length === 0) throw new CupelError('record_not_found', { what: 'webhook' });
}

/** Where a submission's result is to be told. */
export interface Receiver {
  /** Absent for the one that the submission itself named. */
  readonly endpointId: string | null;
  readonly url: string;
  readonly secret: string;
}

const RECEIVERS: Statement = {
  name: 'receivers',
  text: `
SELECT NULL::uuid AS "endpointId", url, secret FROM submission_webhooks WHERE submission_id = $2
  AND EXISTS (SELECT FROM submissions WHERE id = $2 AND tenant_id = $1)
UNION ALL
SELECT webhook_endpoints.id, url, secret FROM webhook_endpoints JOIN submissions ON submissions.id = $2 AND submissions.tenant_id = $1
WHERE webhook_endpoints.tenant_id = $1 AND disabled_at IS NULL
  AND (webhook_endpoints.key_id IS NULL OR webhook_endpoints.key_id = submissions.key_id)`,
};

/** The submission's own receiver first, then those of its key and tenant. */
export async function receiversOf(connection: Connection, tenantId: string, submissionId: string): Promise<Receiver[]> {
  return connection.query<Receiver>(RECEIVERS, [tenantId, submissionId]);
}
