import type { Wall } from '@cupel/domain';

/** Names in /proc/self/ns. */
export const NAMESPACES = ['pid', 'mnt', 'net', 'ipc', 'uts', 'cgroup'] as const;

/**
 * Asks the kernel from inside a box how it stands, one "name value" a line. Nothing but what every Debian has; bash
 * itself makes the connection that must find no network.
 */
export const PROBE = `
for name in ${NAMESPACES.join(' ')}; do echo "ns.$name $(readlink /proc/$$/ns/$name)"; done
while read -r name value rest; do
  case $name in Uid:|Groups:|NoNewPrivs:|Seccomp:|CapInh:|CapPrm:|CapEff:|CapBnd:|CapAmb:) echo "status.$name $value" ;; esac
done </proc/self/status
echo "core $(ulimit -c)"
echo "network $( (: </dev/tcp/127.0.0.1/9) 2>&1 | grep -q unreachable && echo unreachable || echo there)"
echo "root $( (: >/usr/cupel-doctor) 2>/dev/null && echo written || echo refused)"
echo "sys $(ls /sys 2>/dev/null | wc -l)"
`;

export type Seen = ReadonlyMap<string, string>;

export function parseProbe(output: string): Seen {
  const entries = output.split('\n').map((line) => /^(\S+) ?(.*)$/.exec(line));
  return new Map(entries.flatMap((match) => (match ? [[match[1] ?? '', match[2] ?? ''] as const] : [])));
}

/** What each wall must look like to a program behind it; `outside` holds the namespaces of the doctor itself. */
const standing: Readonly<Record<Wall, (seen: Seen, outside: Seen) => boolean>> = {
  pid: differs('pid'),
  mount: (seen, outside) => differs('mnt')(seen, outside) && seen.get('root') === 'refused' && seen.get('sys') === '0',
  network: (seen, outside) => differs('net')(seen, outside) && seen.get('network') === 'unreachable',
  ipc: differs('ipc'),
  uts: differs('uts'),
  cgroup: differs('cgroup'),
  rlimit: (seen) => seen.get('core') === '0',
  user: (seen) => Number(seen.get('status.Uid:')) > 0 && seen.get('status.Groups:') === '',
  capability: (seen) => ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'].every((set) => /^0+$/.test(seen.get(`status.Cap${set}:`) ?? '')),
  no_new_privileges: (seen) => seen.get('status.NoNewPrivs:') === '1',
  seccomp: (seen) => seen.get('status.Seccomp:') === '2',
};

function differs(namespace: (typeof NAMESPACES)[number]): (seen: Seen, outside: Seen) => boolean {
  return (seen, outside) => {
    const inside = seen.get(`ns.${namespace}`);
    return inside !== undefined && inside !== '' && inside !== outside.get(`ns.${namespace}`);
  };
}

/** Whether the wall stands, judged from behind it alone. */
export function wallStands(wall: Wall, seen: Seen, outside: Seen): boolean {
  return standing[wall](seen, outside);
}
