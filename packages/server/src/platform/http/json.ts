import { createHash } from 'node:crypto';
import { CupelError, requireText } from '@cupel/domain';
import { scanJson } from './json-scan.js';

/**
 * A body as a value. Depth is counted before anything is parsed: parsers, validators and loggers recurse. Throws
 * `not_utf8`, `json_too_deep`, `json_key_twice`, `json_key_refused` and `not_json`.
 */
export function parseBody(bytes: Buffer, mostDepth: number): unknown {
  const text = requireText(bytes, 'the body');
  const { depth, duplicate } = scanJson(text, mostDepth);
  if (depth > mostDepth) throw new CupelError('json_too_deep', { most: mostDepth });
  const value = parse(text);
  if (duplicate !== undefined) throw new CupelError('json_key_twice', { key: duplicate });
  const key = refusedKey(text, value);
  if (key !== undefined) throw new CupelError('json_key_refused', { key });
  return value;
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
