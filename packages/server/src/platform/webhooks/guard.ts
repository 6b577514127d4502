import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CupelError } from '@cupel/domain';
import { isBlockedAddress, isLoopbackAddress } from './address.js';

/** Milliseconds. */
const LOOKUP_WITHIN = 3_000;
const FIELD = { field: 'webhook_url' };

/**
 * Whether a URL may be called, by its form and by every address that its name has now. That is for the caller's sake, who
 * is told at once; what protects is the same check on each address at the moment of connecting, because a name may lead
 * elsewhere by then. Returns the URL in its normal form, in which `0x7f.1` and `2130706433` stand as 127.0.0.1.
 */
export async function checkWebhookUrl(text: string, allowLocalhost: boolean): Promise<string> {
  const url = parse(text);
  const host = url.hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
  const local = host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(host);
  if (url.protocol !== 'https:' && !(allowLocalhost && local)) throw new CupelError('webhook_not_https', {}, FIELD);
  if (allowLocalhost && local) return url.href;
  if (local && !isLoopbackAddress(host)) throw new CupelError('webhook_localhost', {}, FIELD);
  if (isLiteral(host)) {
    if (isBlockedAddress(host)) throw new CupelError('webhook_private', {}, FIELD);
    return url.href;
  }
  const addresses = await addressesOf(host);
  if (addresses.length === 0) throw new CupelError('webhook_unresolved', {}, FIELD);
  if (addresses.some(({ address }) => isBlockedAddress(address))) throw new CupelError('webhook_blocked', {}, FIELD);
  return url.href;
}

/** A name server that does not answer must not hold up whoever submits. */
async function addressesOf(host: string): Promise<readonly { readonly address: string }[]> {
  const late = new AbortController();
  const none = sleep(LOOKUP_WITHIN, [], { signal: late.signal }).catch(() => []);
  const found = lookup(host, { all: true }).catch(() => []);
  const addresses = await Promise.race([found, none]);
  late.abort();
  return addresses;
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fine =
    url &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.hostname !== '' &&
    url.username === '' &&
    url.password === '';
  if (!fine) throw new CupelError('webhook_url_bad', {}, FIELD);
  return url;
}

/** After the URL parser, what ends in a number is an IPv4 address and what holds a colon an IPv6 one. */
function isLiteral(host: string): boolean {
  return host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}
