import { randomBytes } from 'node:crypto';
import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';

export interface Share {
  readonly id: string;
  readonly content: Buffer;
  readonly expiresAt: Date;
}

export interface NewShare {
  readonly tenantId: string;
  readonly principalId: string;
  /** At most 1 MB. */
  readonly content: Buffer;
  /** Seconds. */
  readonly lasts: number;
}

const CREATE: Statement = {
  text: `INSERT INTO shares (id, tenant_id, principal_id, content, expires_at)
VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5)) RETURNING id, content, expires_at AS "expiresAt"`,
};

/** Its id is 128 random bits: it is all that one needs to read it. */
export async function createShare(connection: Connection, share: NewShare): Promise<Share> {
  const id = randomBytes(16).toString('base64url');
  const rows = await connection.query<Share>(CREATE, [id, share.tenantId, share.principalId, share.content, share.lasts]);
  return only(rows);
}

const GET: Statement = { text: 'SELECT id, content, expires_at AS "expiresAt" FROM shares WHERE id = $1 AND expires_at > now()' };

/** Throws `share_not_found`. */
export async function getShare(connection: Connection, id: string): Promise<Share> {
  return only(/^[\w-]{22}$/.test(id) ? await connection.query<Share>(GET, [id]) : []);
}

function only(rows: readonly Share[]): Share {
  const [share] = rows;
  if (share === undefined) throw new CupelError('share_not_found', {});
  return share;
}
