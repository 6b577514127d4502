import ipaddr from 'ipaddr.js';

/** Networks that ipaddr.js takes for ordinary: each carries or once carried an IPv4 address, or a private network. */
const ALSO_BLOCKED = ['::/96', '64:ff9b:1::/48', 'fec0::/10', '100::/64', '2001::/23', '3fff::/20', '5f00::/16'].map((network) =>
  ipaddr.parseCIDR(network),
);

/**
 * Whether an address may not be called: whatever is not plainly a public unicast address. IPv4 inside IPv6 counts as
 * what it is (`::ffff:127.0.0.1`), and translated forms (NAT64, 6to4, Teredo, `::127.0.0.1`) are refused whole.
 */
export function isBlockedAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return true;
  return ALSO_BLOCKED.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
}

export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
