import { createHmac } from 'node:crypto';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The headers of Standard Webhooks. A secret that begins with `whsec_` is base64, as the specification has it; any other is
 * taken as it is, byte for byte, as clients of Rustbox expect.
 */
export function signedHeaders(id: string, body: Uint8Array, secret: string, now: Date): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

function keyOf(secret: string): Buffer {
  const encoded = /^whsec_(.*)$/s.exec(secret)?.[1];
  return encoded !== undefined && BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : Buffer.from(secret);
}
