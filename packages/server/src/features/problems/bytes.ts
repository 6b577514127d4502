import { Readable } from 'node:stream';
import { readBlob } from '@cupel/store';
import type { Principal } from '../../platform/auth/principal.js';
import type { Services } from '../../platform/services.js';

/** A blob as an answer, to be saved and never shown: it may be anything, HTML included. */
export function bytesAnswer({ database }: Services, { tenantId }: Principal, sha256: string, type: string) {
  const headers = { 'cache-control': 'private, no-store', 'content-disposition': 'attachment' };
  return { status: 200, headers, body: { stream: Readable.from(readBlob(database, tenantId, sha256)), type } } as const;
}
