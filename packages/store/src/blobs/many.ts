import { createHash } from 'node:crypto';
import type { Connection, Database, Statement } from '../database.js';
import { type BlobInfo, putBlob } from './blobs.js';

/** What fits into one chunk goes in by the hundred; the chunk's size is that of `blobs.ts`. */
const SMALL = 256 * 1024;
const AT_ONCE = { blobs: 200, bytes: 8 * 1024 * 1024 } as const;

const TOUCH_ALL: Statement = {
  text: `UPDATE blobs SET put_at = now() WHERE tenant_id = $1 AND sha256 = ANY ($2::bytea[]) RETURNING encode(sha256, 'hex') AS sha256`,
};
const PUT_ALL: Statement = {
  text: `
WITH made AS (
  INSERT INTO blobs (tenant_id, sha256, size) SELECT $1, sha256, octet_length(bytes)
  FROM unnest($2::bytea[], $3::bytea[]) AS given (sha256, bytes) ORDER BY sha256 ON CONFLICT DO NOTHING RETURNING sha256
)
INSERT INTO blob_chunks (tenant_id, sha256, position, bytes)
SELECT $1, sha256, 0, bytes FROM unnest($2::bytea[], $3::bytea[]) AS given (sha256, bytes)
WHERE sha256 IN (SELECT sha256 FROM made) AND octet_length(bytes) > 0`,
};

/** As `putBlob` for many, a hundred to a statement; in the order given. */
export async function putBlobs(database: Database, tenantId: string, all: readonly Uint8Array[]): Promise<BlobInfo[]> {
  const given = all.map((bytes) => ({ bytes, sha256: createHash('sha256').update(bytes).digest('hex') }));
  const distinct = [...new Map(given.map((one) => [one.sha256, one])).values()];
  const have = await touchAll(database, tenantId, distinct);
  const missing = distinct.filter(({ sha256 }) => !have.has(sha256));
  for (const { bytes } of missing.filter((one) => one.bytes.length > SMALL)) await putBlob(database, tenantId, bytes);
  for (const part of parts(missing.filter(({ bytes }) => bytes.length <= SMALL))) {
    const hashes = part.map(({ sha256 }) => Buffer.from(sha256, 'hex'));
    const bytes = part.map((one) => Buffer.from(one.bytes.buffer, one.bytes.byteOffset, one.bytes.byteLength));
    await database.query(PUT_ALL, [tenantId, hashes, bytes]);
  }
  return given.map(({ bytes, sha256 }) => ({ sha256, size: bytes.length }));
}

interface Given {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

async function touchAll(connection: Connection, tenantId: string, given: readonly Given[]): Promise<ReadonlySet<string>> {
  const hashes = given.map(({ sha256 }) => Buffer.from(sha256, 'hex'));
  return new Set((await connection.query<{ sha256: string }>(TOUCH_ALL, [tenantId, hashes])).map(({ sha256 }) => sha256));
}

function parts(given: readonly Given[]): readonly Given[][] {
  const all: Given[][] = [];
  let room = 0;
  for (const one of given) {
    const last = all.at(-1);
    if (last !== undefined && last.length < AT_ONCE.blobs && one.bytes.length <= room) last.push(one);
    else {
      all.push([one]);
      room = AT_ONCE.bytes;
    }
    room -= one.bytes.length;
  }
  return all;
}

const SMALL_ONES: Statement = {
  text: `
SELECT encode(blobs.sha256, 'hex') AS sha256, coalesce(bytes, ''::bytea) AS bytes FROM blobs
LEFT JOIN blob_chunks chunks ON chunks.tenant_id = blobs.tenant_id AND chunks.sha256 = blobs.sha256 AND position = 0
WHERE blobs.tenant_id = $1 AND blobs.sha256 = ANY ($2::bytea[]) AND size <= $3`,
};

/** Those of the blobs that are small, by their SHA-256; a hundred to a question, 25 MiB at most. The others: `readBlob`. */
export async function readSmallBlobs(
  connection: Connection,
  tenantId: string,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (let from = 0; from < hashes.length; from += 100) {
    const wanted = hashes.slice(from, from + 100).map((sha256) => Buffer.from(sha256, 'hex'));
    for (const { sha256, bytes } of await connection.query<{ sha256: string; bytes: Buffer }>(SMALL_ONES, [
      tenantId,
      wanted,
      SMALL,
    ]))
      found.set(sha256, bytes);
  }
  return found;
}
