import ipaddr from 'ipaddr.js';

/** Whether an address, or a name to listen on, is this machine alone. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback';
}

/** One spelling for one address: `::ffff:10.0.0.1` is 10.0.0.1. IPv6 counts by its /64, which is what one customer gets. */
export function addressBucket(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${parsed
    .toByteArray()
    .slice(0, 8)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}/64`;
}

/** Says of an address whether it is one of the proxies whose X-Forwarded-For is believed. */
export function proxyTest(proxies: readonly string[]): (address: string) => boolean {
  const networks = proxies.map((text) =>
    ipaddr.parseCIDR(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`),
  );
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return networks.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
  };
}

/**
 * Who really asks: from the right through X-Forwarded-For for as long as the hop is one of ours. A header that a stranger
 * sends himself is never reached, because he is none of our proxies.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, isProxy: (address: string) => boolean): string {
  const hops = [...(forwardedFor ?? '').split(',').map((hop) => hop.trim()), peer].filter((hop) => hop !== '');
  let client = hops.pop() ?? peer;
  while (hops.length > 0 && isProxy(client)) {
    const next = hops.pop() ?? '';
    if (!ipaddr.isValid(next)) break;
    client = next;
  }
  return client;
}
