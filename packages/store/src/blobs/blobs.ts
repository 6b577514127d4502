import { createHash } from 'node:crypto';
import { CupelError } from '@cupel/domain';
import type { Connection, Database, Statement } from '../database.js';
import { ownTurn } from '../turns.js';

/** Large enough to be few, small enough that neither side holds much at once. */
const CHUNK = 256 * 1024;

export interface BlobInfo {
  readonly sha256: string;
  readonly size: number;
}

const TOUCH: Statement = {
  text: `UPDATE blobs SET put_at = now() WHERE tenant_id = $1 AND sha256 = $2 RETURNING size`,
};
const PUT_CHUNK: Statement = {
  text: 'INSERT INTO blob_chunks (tenant_id, sha256, position, bytes) VALUES ($1, $2, $3, $4)',
};
const PUT: Statement = {
  text: 'INSERT INTO blobs (tenant_id, sha256, size) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING size',
};

/**
 * Keeps bytes under their SHA-256, within a tenant: what one tenant holds tells another nothing. Bytes that are there
 * already are not written again. Where `expected` is given and is not the hash, throws `blob_mismatch`.
 */
export async function putBlob(database: Database, tenantId: string, bytes: Uint8Array, expected?: string): Promise<BlobInfo> {
  const hash = await digestOf(bytes);
  const sha256 = hash.toString('hex');
  if (expected !== undefined && expected.toLowerCase() !== sha256) {
    throw new CupelError('blob_mismatch', { actual: sha256, sha256: expected });
  }
  const info = { sha256, size: bytes.byteLength };
  if (await touchBlob(database, tenantId, sha256)) return info;
  await database.transaction(async (connection) => {
    const made = await connection.query(PUT, [tenantId, hash, bytes.byteLength]);
    if (made.length === 0) return;
    for (let start = 0; start < bytes.byteLength; start += CHUNK) {
      await connection.query(PUT_CHUNK, [tenantId, hash, start / CHUNK, bytes.subarray(start, start + CHUNK)]);
    }
  });
  return info;
}

/** Four chunks take about two milliseconds. */
async function digestOf(bytes: Uint8Array): Promise<Buffer> {
  const hash = createHash('sha256');
  for (let start = 0; start < bytes.byteLength; start += 4 * CHUNK) {
    if (start > 0) await ownTurn();
    hash.update(bytes.subarray(start, start + 4 * CHUNK));
  }
  return hash.digest();
}

/** Whether the tenant has these bytes; if so they are safe from sweeping for another while. */
export async function touchBlob(connection: Connection, tenantId: string, sha256: string): Promise<boolean> {
  const hash = hashOf(sha256);
  return hash !== undefined && (await connection.query(TOUCH, [tenantId, hash])).length > 0;
}

const SIZE: Statement = { text: 'SELECT size FROM blobs WHERE tenant_id = $1 AND sha256 = $2' };
const CHUNK_AT: Statement = {
  name: 'blob chunk',
  text: 'SELECT bytes FROM blob_chunks WHERE tenant_id = $1 AND sha256 = $2 AND position = $3',
};

/** The bytes, chunk by chunk. Throws `blob_not_found`. */
export async function* readBlob(connection: Connection, tenantId: string, sha256: string): AsyncGenerator<Buffer> {
  const hash = hashOf(sha256);
  const [blob] = hash ? await connection.query<{ size: number }>(SIZE, [tenantId, hash]) : [];
  if (blob === undefined) throw new CupelError('blob_not_found', { sha256 });
  for (let position = 0; position * CHUNK < blob.size; position += 1) {
    const [chunk] = await connection.query<{ bytes: Buffer }>(CHUNK_AT, [tenantId, hash, position]);
    if (chunk === undefined) throw new CupelError('blob_not_found', { sha256 });
    yield chunk.bytes;
  }
}

const USAGE: Statement = {
  text: 'SELECT count(*) AS blobs, coalesce(sum(size), 0)::bigint AS bytes FROM blobs WHERE tenant_id = $1',
};

/** How much a tenant keeps. */
export async function blobUsage(
  connection: Connection,
  tenantId: string,
): Promise<{ readonly blobs: number; readonly bytes: number }> {
  const [row] = await connection.query<{ blobs: number; bytes: number }>(USAGE, [tenantId]);
  return row ?? { blobs: 0, bytes: 0 };
}

function hashOf(sha256: string): Buffer | undefined {
  return /^[0-9a-f]{64}$/i.test(sha256) ? Buffer.from(sha256, 'hex') : undefined;
}
