import { createHash } from 'node:crypto';
import { CupelError, requireText } from '@cupel/domain';

const [QUOTE, BACKSLASH] = [34, 92];
const OPENING = new Set([91, 123]);
const CLOSING = new Set([93, 125]);

/**
 * A body as a value. Depth is counted before anything is parsed: parsers, validators and loggers recurse. Throws
 * `not_utf8`, `json_too_deep`, `json_key_refused` and `not_json`.
 */
export function parseBody(bytes: Buffer, mostDepth: number): unknown {
  if (depth(bytes, mostDepth) > mostDepth) throw new CupelError('json_too_deep', { most: mostDepth });
  const text = requireText(bytes, 'the body');
  const value = parse(text);
  const key = refusedKey(text, value);
  if (key !== undefined) throw new CupelError('json_key_refused', { key });
  return value;
}

function depth(bytes: Uint8Array, enough: number): number {
  let [deepest, open, quoted] = [0, 0, false];
  for (let index = 0; index < bytes.length && deepest <= enough; index++) {
    const byte = bytes[index] ?? 0;
    if (quoted) {
      if (byte === BACKSLASH) index++;
      else if (byte === QUOTE) quoted = false;
    } else if (byte === QUOTE) quoted = true;
    else if (OPENING.has(byte)) deepest = Math.max(deepest, ++open);
    else if (CLOSING.has(byte)) open--;
  }
  return deepest;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's own words may quote a piece of the source.
    const place = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new CupelError('not_json', {
      name: 'the body',
      problem: place ? `wrong at character ${place}` : 'it ends too early or is empty',
    });
  }
}

/** Cheap to tell in nearly all bodies, which hold none of these words, escaped or not. */
function refusedKey(text: string, value: unknown): string | undefined {
  return /__proto__|prototype|\\u00[57]/i.test(text) ? find(value) : undefined;
}

function find(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__' || key === 'prototype') return key;
    const found = find(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Names a request: what an Idempotency-Key is bound to. */
export function requestHash(method: string, path: string, body: Uint8Array): Buffer {
  return createHash('sha256').update(`${method} ${path}\n`).update(body).digest();
}
