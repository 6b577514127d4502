/**
 * The one client that makes outgoing requests. Strangers choose where it goes, so it must not be led into our own network: the
 * host is checked as the URL parser normalised it, every address that its name has is checked at the moment of connecting, and
 * the connection goes to the address that was checked, so that a name which leads elsewhere a moment later gains nothing.
 * Redirects are not followed, proxies are not asked, and of an answer only the status is of interest.
 */
import { lookup } from 'node:dns/promises';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { isBlockedAddress, isLoopbackAddress } from '../platform/webhooks/address.js';

export interface OutgoingOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Development: loopback may be called, and over http. */
  readonly allowLocalhost: boolean;
  /** Milliseconds from look-up to the status line. */
  readonly timeout: number;
  /** Every address of a name; the system's resolver unless given. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** PEM of an authority to trust besides the usual ones. */
  readonly ca?: string;
}

export interface OutgoingAnswer {
  readonly status: number;
  /** Seconds that the other side asked to be left alone. */
  readonly retryAfter?: number;
}

/** Refused before anything was sent: it will not get better by itself, but names can change. */
export class BlockedTargetError extends Error {
  override readonly name = 'BlockedTargetError';
}

const MOST_HEADERS = 16 * 1024;
const MOST_BODY = 64 * 1024;
const LONGEST_WAIT = 3_600;

/** Rejects with `BlockedTargetError`, or with what the network says. */
export async function post(options: OutgoingOptions): Promise<OutgoingAnswer> {
  const url = new URL(options.url);
  const giveUp = AbortSignal.timeout(options.timeout);
  const addresses = await withSignal(checkedAddresses(url, options), giveUp);
  let last: unknown;
  for (const address of addresses) {
    try {
      return await send(url, address, options, giveUp);
    } catch (error) {
      last = error;
      // Only what failed before anything was sent may be sent elsewhere.
      if (!isUnconnected(error)) throw error;
    }
  }
  throw last;
}

async function checkedAddresses(
  url: URL,
  { allowLocalhost, resolve = systemAddresses }: OutgoingOptions,
): Promise<readonly string[]> {
  const host = hostOf(url);
  const local = allowLocalhost && (host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(host));
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local))
    throw new BlockedTargetError(`${url.protocol} is refused`);
  const addresses = isIP(host) ? [host] : await resolve(host);
  if (addresses.length === 0) throw new Error(`${host} has no address`);
  for (const address of addresses) {
    const allowed = local ? isLoopbackAddress(address) : !isBlockedAddress(address);
    if (!allowed) throw new BlockedTargetError(`${host} leads to ${address}, which is refused`);
  }
  return addresses;
}

async function systemAddresses(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function hostOf({ hostname }: URL): string {
  return hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
}

function send(url: URL, address: string, options: OutgoingOptions, signal: AbortSignal): Promise<OutgoingAnswer> {
  const host = hostOf(url);
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const settings = {
      // An address is connected to as it is: nobody looks it up again.
      host: address,
      port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      agent: false,
      signal,
      maxHeaderSize: MOST_HEADERS,
      headers: { ...options.headers, host: url.host, 'content-length': options.body.length, connection: 'close' },
      ...(secure && !isIP(host) && { servername: host }),
      ...(options.ca !== undefined && { ca: options.ca }),
    };
    const request: ClientRequest = secure ? httpsRequest(settings) : httpRequest(settings);
    request.on('response', (answer) => {
      drain(answer);
      resolve({ status: answer.statusCode ?? 0, ...waitOf(answer.headers['retry-after']) });
    });
    request.on('error', reject);
    request.end(options.body);
  });
}

/** Read a little, so that an ordinary receiver is not cut off in its answer; no more. */
function drain(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BODY) answer.destroy();
  });
  answer.on('error', () => undefined);
}

function waitOf(header: string | undefined): { readonly retryAfter?: number } {
  const seconds = /^\d{1,6}$/.test(header ?? '') ? Number(header) : undefined;
  return seconds === undefined ? {} : { retryAfter: Math.min(seconds, LONGEST_WAIT) };
}

const UNCONNECTED: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

function isUnconnected(error: unknown): boolean {
  return error instanceof Error && 'code' in error && UNCONNECTED.has(error.code);
}

function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined);
  return Promise.race([work, aborted]);
}
