import type { Connection, Statement } from '../database.js';
import { hashToken, newToken } from '../keys/token.js';

export interface EmbedHolder {
  readonly tenantId: string;
  readonly principalId: string;
}

const CREATE: Statement = {
  text: `INSERT INTO embed_tokens (token_hash, tenant_id, principal_id, expires_at)
VALUES ($1, $2, $3, now() + make_interval(secs => $4)) RETURNING expires_at AS "expiresAt"`,
};

/** The token is returned here and never again. `lasts` is in seconds. */
export async function createEmbedToken(connection: Connection, holder: EmbedHolder, lasts: number) {
  const { token, hash } = newToken();
  const [row] = await connection.query<{ readonly expiresAt: Date }>(CREATE, [hash, holder.tenantId, holder.principalId, lasts]);
  return { token, expiresAt: row?.expiresAt ?? new Date() };
}

const FIND: Statement = {
  name: 'find embed token',
  text: 'SELECT tenant_id AS "tenantId", principal_id AS "principalId" FROM embed_tokens WHERE token_hash = $1 AND expires_at > now()',
};

export async function findEmbedHolder(connection: Connection, token: string): Promise<EmbedHolder | undefined> {
  return (await connection.query<EmbedHolder>(FIND, [hashToken(token)]))[0];
}
