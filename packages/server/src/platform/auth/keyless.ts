import type { IncomingMessage } from 'node:http';
import { CupelError } from '@cupel/domain';
import { isLoopback } from './addresses.js';

/**
 * Refuses requests without a key that a page in a browser may have made. A page elsewhere can send requests to loopback,
 * and by rebinding its own name to 127.0.0.1 it can read the answers too; but it can forge neither Host nor Origin. Throws
 * `host_refused` and `origin_refused`.
 */
export function checkKeyless(request: IncomingMessage): void {
  const { host = '', origin } = request.headers;
  if (!isLoopback(hostName(host))) throw new CupelError('host_refused', { host: host || 'none' });
  if (origin !== undefined && !isLoopback(originName(origin))) throw new CupelError('origin_refused', { origin });
  // Sent by browsers for requests that carry no Origin: images, forms, links.
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && origin === undefined)
    throw new CupelError('origin_refused', { origin: `another site (${String(site)})` });
}

function hostName(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
}

function originName(origin: string): string {
  try {
    return hostName(new URL(origin).host);
  } catch {
    return '';
  }
}
