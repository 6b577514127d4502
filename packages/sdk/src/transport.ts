import { CupelApiError } from './error.js';

export interface TransportOptions {
  /** Where the service is, as in `http://127.0.0.1:4096`. */
  readonly baseUrl: string;
  /** Not needed on the machine of a service that listens on loopback. */
  readonly apiKey?: string;
  /** How often what may be repeated is tried in all; 4 unless given. */
  readonly tries?: number;
  /** Another fetch than the global one. */
  readonly fetch?: typeof fetch;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** A zip, in place of a body in JSON. */
  readonly archive?: Uint8Array<ArrayBuffer> | Blob;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether doing it twice does no more than doing it once. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

const REPEATED = new Set([429, 502, 503, 504]);
const LONGEST_PAUSE = 10_000;

/** Sends one call, again where that is harmless and may help. Throws `CupelApiError`. */
export async function send(options: TransportOptions, call: Call): Promise<Response> {
  const { tries = 4 } = options;
  for (let turn = 1; ; turn += 1) {
    const response = await attempt(options, call).catch((cause: unknown) => {
      if (call.signal?.aborted) throw cause;
      return new CupelApiError(0, { error: 'the service cannot be reached', code: 'unreachable' }, { cause });
    });
    if (!(response instanceof CupelApiError) && response.ok) return response;
    const error = response instanceof CupelApiError ? response : await errorOf(response);
    // Who is told to stay away for an hour is not kept waiting only to hear it again.
    const isSoon = (error.retryAfter ?? 0) * 1000 <= LONGEST_PAUSE;
    const again = call.repeatable && isSoon && (error.status === 0 || REPEATED.has(error.status));
    if (!again || turn >= tries) throw error;
    await pause(waitFor(turn, error.retryAfter), call.signal);
  }
}

function attempt({ baseUrl, apiKey, fetch: own = fetch }: TransportOptions, call: Call): Promise<Response> {
  const url = new URL(call.path, baseUrl);
  for (const [name, value] of Object.entries(call.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return own(url, {
    method: call.method,
    headers: {
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
      ...(call.archive !== undefined && { 'content-type': 'application/zip' }),
      ...(apiKey !== undefined && { 'x-api-key': apiKey }),
      ...call.headers,
    },
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    ...(call.archive !== undefined && { body: call.archive }),
    ...(call.signal && { signal: call.signal }),
  });
}

async function errorOf(response: Response): Promise<CupelApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new CupelApiError(response.status, body, Number.isFinite(retryAfter) ? { retryAfter } : {});
}

/** What the service asks for, else twice as long each time; spread, so that many clients do not come back as one. */
function waitFor(turn: number, retryAfter: number | undefined): number {
  const wanted = retryAfter === undefined ? 100 * 2 ** turn : retryAfter * 1000;
  return Math.min(LONGEST_PAUSE, wanted * (1 + Math.random() / 4));
}

/** Rejects where the signal aborts first. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });
}
