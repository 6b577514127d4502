interface WebhookHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

export interface VerifyOptions {
  /** Exactly what came, before anything parsed it. */
  readonly body: string | Uint8Array;
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it was given to the service: any text, or `whsec_…`. */
  readonly secret: string;
  /** Seconds by which the clocks may differ; 300 unless given. */
  readonly tolerance?: number;
  /** Seconds since 1970; the clock's unless given. */
  readonly now?: number;
}

/**
 * Whether a webhook is from the service and no older than the tolerance. Returns its id, which the receiver keeps: the
 * same id again is the same message. Throws where it is not to be believed.
 */
export async function verifyWebhook(options: VerifyOptions): Promise<{ readonly id: string; readonly timestamp: number }> {
  const { secret, tolerance = 300, now = Date.now() / 1000 } = options;
  const { id, timestamp, signature } = headersOf(options.headers);
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(now - seconds) <= tolerance)) throw new Error('the webhook is too old, or from the future');
  const encoder = new TextEncoder();
  const body = typeof options.body === 'string' ? encoder.encode(options.body) : options.body;
  const head = encoder.encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  const key = await crypto.subtle.importKey('raw', keyOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  for (const one of signature.split(' ')) {
    const [version, text = ''] = one.split(',');
    // Compares in constant time, as WebCrypto must.
    if (version === 'v1' && (await crypto.subtle.verify('HMAC', key, fromBase64(text), signed)))
      return { id, timestamp: seconds };
  }
  throw new Error('the signature of the webhook is not ours');
}

function headersOf(headers: VerifyOptions['headers']): WebhookHeaders {
  const read = (name: string) => {
    const value = headers instanceof Headers ? headers.get(name) : headers[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new Error(`the header ${name} is missing`);
  };
  return { id: read('webhook-id'), timestamp: read('webhook-timestamp'), signature: read('webhook-signature') };
}

/** Standard Webhooks writes secrets as `whsec_` and base64; any other text is itself the key. */
function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  return encoded === undefined ? new TextEncoder().encode(secret) : fromBase64(encoded);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
