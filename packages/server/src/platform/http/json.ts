import { createHash } from 'node:crypto';
import { ownTurn } from '@cupel/store';
import { readJson } from './json-reader.js';

/** A body as a value: a large one in many turns of the event loop. Rejects as `readJson` throws. */
export async function parseBody(bytes: Buffer, mostDepth: number): Promise<unknown> {
  const steps = readJson(bytes, mostDepth);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    await ownTurn();
  }
}

const SLICE = 1024 * 1024;

/** Names a request: what an Idempotency-Key is bound to. */
export async function requestHash(method: string, path: string, body: Uint8Array): Promise<Buffer> {
  const hash = createHash('sha256').update(`${method} ${path}\n`);
  for (let from = 0; from < body.length; from += SLICE) {
    if (from > 0) await ownTurn();
    hash.update(body.subarray(from, from + SLICE));
  }
  return hash.digest();
}
