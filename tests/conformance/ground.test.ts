import { startLauncher } from '@cupel/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LAUNCHER } from '../support/paths.js';
import { python, text } from '../warm/support.js';

/**
 * A slot keeps a network namespace and read-only mounts from box to box, as long as no program has opened a socket. In a
 * launcher with one slot every run stands where the one before stood: none may find anything of it there.
 */
let launcher: Awaited<ReturnType<typeof startLauncher>>;
beforeAll(async () => {
  launcher = await startLauncher({ binary: LAUNCHER, warm: 'never', boxes: 1, spare: 0 });
});
afterAll(() => launcher.close());

const SHARED = `
import fcntl, os, socket, struct
def say(what, attempt):
    try: print(what, attempt())
    except OSError as e: print(what, e.errno)
def label():
    six = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    six.setsockopt(socket.IPPROTO_IPV6, 32, bytes(15) + b"\\1" + struct.pack(">IBBHHHI", 0x12345, 0, 1, 0x0300, 0x3c00, 0x3c00, 0))
    return six
def name():
    one = socket.socket(socket.AF_UNIX); one.bind("\\0left behind"); one.listen(); return one
def port(kind):
    one = socket.socket(socket.AF_INET, kind); one.bind(("0.0.0.0", 5555)); return one
def lock():
    one = os.open("/usr/bin/env", os.O_RDONLY); fcntl.flock(one, fcntl.LOCK_EX | fcntl.LOCK_NB); return one
`;

/** Each of the ways, and then a cycle of sockets in flight that holds the rest, for the kernel to find when it gets to it. */
const LEAVE = `${SHARED}
for attempt in label, name, lock, lambda: port(socket.SOCK_DGRAM), lambda: port(socket.SOCK_STREAM):
    try:
        held = attempt()
        a, b = socket.socketpair()
        socket.send_fds(a, [b"x"], [held if isinstance(held, int) else held.fileno(), b.fileno()])
        if isinstance(held, int): os.close(held)
        else: held.close()
        a.close(); b.close()
    except OSError: pass
for target in ("10.1.2.3", 9), ("127.0.0.1", 9):
    for kind in socket.SOCK_DGRAM, socket.SOCK_STREAM:
        try: socket.socket(socket.AF_INET, kind).connect(target)
        except OSError: pass
        try: socket.socket(socket.AF_INET, kind).sendto(b"x", target)
        except OSError: pass
print("left")
`;

const LOOK = `${SHARED}
for file in "snmp", "netstat", "snmp6", "sockstat6", "unix", "tcp", "udp", "tcp6", "udp6", "igmp", "dev":
    say(file, lambda: sum(int(word) for line in open("/proc/self/net/" + file) for word in line.split() if word.isdigit()))
for attempt in label, name, lock: say(attempt.__name__, lambda: type(attempt()).__name__)
for kind in socket.SOCK_DGRAM, socket.SOCK_STREAM: say("port", lambda: type(port(kind)).__name__)
`;

const run = async (code: string) => {
  const { stdout, stderr, evidence } = await launcher.run(python(code));
  return `${text(stdout)}${text(stderr)}${JSON.stringify(evidence.exit)}`;
};

test('what a program leaves in the kernel by way of sockets, the next in its slot does not find', async () => {
  const fresh = await run(LOOK);
  expect(fresh).toContain('label socket');
  expect(fresh).toContain('lock int');
  for (let round = 0; round < 3; round += 1) {
    for (let clean = 0; clean < round; clean += 1) expect(await run('print("clean")')).toContain('clean');
    expect(await run(LEAVE)).toContain('left');
    expect(await run(LOOK)).toBe(fresh);
  }
  // And on ground that has been stood on.
  for (let clean = 0; clean < 3; clean += 1) await run('print("clean")');
  expect(await run(LOOK)).toBe(fresh);
});

test('a program finds its own slot as another would, but for what is always new', async () => {
  const seen = `
import os
print(sorted(os.listdir("/")), os.listdir("/tmp"), os.listdir("/box"), os.listdir("/dev/shm"), sorted(os.listdir("/dev")))
print([line.split()[1:4] for line in open("/proc/self/mounts")], [p for p in os.listdir("/proc") if p.isdigit()])
for place in "/tmp/x", "/box/x", "/dev/shm/x": open(place, "w").write("x")
for place in "/x", "/usr/x", "/etc/x", "/dev/x", "/run/x":
    try: open(place, "w")
    except OSError as e: print(place, e.errno)
`;
  const first = await run(seen);
  expect(first).toContain('/usr/x 30');
  for (let again = 0; again < 4; again += 1) expect(await run(seen)).toBe(first);
  await run('import socket; socket.socketpair()');
  expect(await run(seen)).toBe(first);
});

test('a program that does nothing but open sockets is slowed down, and everybody else is served', async () => {
  const flood = `
import socket, time
until, made = time.monotonic() + 1, 0
while time.monotonic() < until: socket.socketpair(); made += 1
print(200 < made < 3000)
`;
  expect(await run(flood)).toContain('True');
});
