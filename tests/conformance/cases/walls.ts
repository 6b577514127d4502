import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import type { Case, Subject } from '../case.js';
import { endedWith, said } from '../expect.js';
import { linesOf, programFile, runCommand, runProgram, runPython, runShell, shown, textOf } from '../spec.js';

/** What the program tells of itself, by name. */
const identityOf = async (subject: Subject): Promise<ReadonlyMap<string, string>> => {
  const outcome = await runProgram(subject, ['identity']);
  return new Map(linesOf(outcome.stdout).map((line) => line.split(': ', 2) as [string, string]));
};

/** Holds two runs open until both have said their line, so that they are certainly there at the same time. */
const atTheSameTime = async (subject: Subject, line: string): Promise<readonly string[]> => {
  let waiting = 2;
  let release = () => {};
  const both = new Promise<void>((resolve) => {
    release = resolve;
  });
  async function* stdin() {
    await both;
    yield Buffer.from('go\n');
  }
  const onOutput = () => {
    waiting -= 1;
    if (waiting === 0) release();
  };
  const runs = [1, 2].map(() =>
    runShell(subject, `${line}; read go`, { stdin: { kind: 'stream', chunks: stdin() } }, { onOutput }),
  );
  return (await Promise.all(runs)).map(({ stdout }) => textOf(stdout).trim());
};

const HIDDEN = ['/root', '/home', '/boot', '/sys', '/mnt', '/media', '/srv', '/opt', '/var/log', '/lost+found'];

/** What a program finds around itself. */
export const wallCases: readonly Case[] = [
  {
    name: 'a program is one user without privileges in all three ids, and belongs to no further group',
    run: async (subject) => {
      const told = await identityOf(subject);
      const [real, ...others] = told.get('uids')?.split(' ') ?? [];
      assert.ok(Number(real) > 0 && others.every((uid) => uid === real), told.get('uids'));
      const [group, ...otherGroups] = told.get('gids')?.split(' ') ?? [];
      assert.ok(Number(group) > 0 && otherGroups.every((gid) => gid === group), told.get('gids'));
      assert.equal(told.get('groups'), '0');
      assert.equal(told.get('session'), 'own');
    },
  },
  {
    name: 'two runs at once are two users',
    run: async (subject) => {
      const [one, two] = await atTheSameTime(subject, 'id -u');
      assert.ok(Number(one) > 0 && Number(two) > 0);
      assert.notEqual(one, two);
    },
  },
  {
    name: 'all five sets of capabilities are empty, no new privileges, filter on',
    run: async (subject) => {
      const status = textOf((await runCommand(subject, ['cat', '/proc/self/status'])).stdout);
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
        assert.match(status, new RegExp(`^${set}:\\t0{16}$`, 'm'));
      assert.match(status, /^NoNewPrivs:\t1$/m);
      assert.match(status, /^Seccomp:\t2$/m);
      assert.match(status, /^Groups:\t\s*$/m);
    },
  },
  {
    name: 'exactly the descriptors 0, 1 and 2 are open, in many runs at once',
    run: async (subject) => {
      const told = await Promise.all(Array.from({ length: 24 }, () => identityOf(subject)));
      for (const one of told) assert.equal(one.get('descriptors'), '0 1 2');
    },
  },
  {
    name: 'the descriptors tell nothing of the host',
    run: async (subject) => {
      const outcome = await runShell(subject, 'for n in 0 1 2; do readlink /proc/self/fd/$n; done', {
        stdin: { kind: 'bytes', bytes: Buffer.from('') },
      });
      for (const target of linesOf(outcome.stdout)) assert.match(target, /^pipe:\[\d+\]$/);
    },
  },
  {
    name: "the environment is the profile's and what was given, and nothing else",
    run: async (subject) => {
      const outcome = await runCommand(subject, ['env'], { env: { GIVEN: 'a b=c', TZ: 'Asia/Tokyo' } });
      const variables = Object.fromEntries(linesOf(outcome.stdout).map((line) => line.split(/=(.*)/s, 2) as [string, string]));
      const { PATH, GIVEN, TZ, ...rest } = variables;
      assert.deepEqual([GIVEN, TZ], ['a b=c', 'Asia/Tokyo']);
      assert.match(PATH ?? '', /^[a-z/:]+$/);
      assert.deepEqual(Object.keys(rest).sort(), ['HOME', 'LANG', 'LC_NUMERIC', 'TMPDIR', 'USER']);
    },
  },
  {
    name: '/proc shows the own processes alone, and nothing of the machine',
    run: async (subject) => {
      const outcome = await runShell(
        subject,
        'ls /proc; for p in /proc/[0-9]*; do stat -c %u $p; done | sort -u | wc -l; test -e /proc/1 && echo init',
      );
      const names = linesOf(outcome.stdout);
      const processes = names.filter((name) => /^\d+$/.test(name)).slice(0, -1);
      assert.ok(processes.length >= 1 && processes.length <= 6, shown(outcome));
      assert.deepEqual(
        names.filter((name) => !/^\d+$/.test(name)),
        ['self', 'thread-self'],
        shown(outcome),
      );
    },
  },
  {
    name: 'a program that kills all that it can see kills itself at most',
    run: async (subject) => {
      let [noticed, over] = [() => {}, () => {}];
      const started = new Promise<void>((resolve) => {
        noticed = resolve;
      });
      const killed = new Promise<void>((resolve) => {
        over = resolve;
      });
      async function* stdin() {
        await killed;
        yield Buffer.from('go\n');
      }
      const bystander = runShell(
        subject,
        'read go; echo alive',
        { stdin: { kind: 'stream', chunks: stdin() } },
        { onStarted: () => noticed() },
      );
      await started;
      const killer = await runShell(
        subject,
        'i=0; while [ $i -lt 3000 ]; do kill -9 $i; i=$((i + 1)); done 2>/dev/null; kill -9 -1; echo none left',
      );
      assert.ok(killer.evidence.exit !== undefined, shown(killer));
      over();
      said(await bystander, 'alive\n');
    },
  },
  {
    name: "the host name is the box's",
    run: async (subject) => assert.equal((await identityOf(subject)).get('host'), 'box'),
  },
  {
    name: 'there is no network but a loopback that is down',
    run: async (subject) => assert.equal((await identityOf(subject)).get('interfaces'), 'lo down'),
  },
  {
    name: 'no address can be reached, the own one included, and a look-up fails at once',
    needs: ['python'],
    run: async (subject) => {
      const program = `
import socket
for address in ("127.0.0.1", "169.254.169.254", "10.0.0.1", "8.8.8.8"):
    try: socket.create_connection((address, 53), 5); print("reached", address)
    except OSError as error: print(error.errno == 101)
try: socket.getaddrinfo("example.org", 80); print("resolved")
except socket.gaierror: print(True)
`;
      said(await runPython(subject, program), 'True\n'.repeat(5));
    },
  },
  {
    name: "nothing of the host's files is to be seen",
    run: async (subject) => {
      const token = `cupel-canary-${randomUUID()}`;
      const places = ['/tmp', '/var/tmp', '/dev/shm'].map((folder) => `${folder}/${token}`);
      await Promise.all(places.map((place) => writeFile(place, token)));
      try {
        const outcome = await runShell(
          subject,
          // Of /var/lib a box has the list of Haskell's packages, where that is installed, and nothing else.
          `find / -name '${token}' 2>/dev/null; ls -d ${HIDDEN.join(' ')} 2>/dev/null; find /var/lib -mindepth 1 2>/dev/null | grep -v '^/var/lib/ghc'; true`,
        );
        said(outcome, '');
      } finally {
        await Promise.all(places.map((place) => rm(place)));
      }
    },
  },
  {
    name: 'only the box, /tmp and the shared memory can be written',
    run: async (subject) => {
      const outcome = await runShell(
        subject,
        'for d in / /usr /usr/bin /etc /dev /proc /var /run /program; do (: > $d/new) 2>/dev/null && echo $d; done; for d in /box /tmp /dev/shm; do : > $d/new || echo not $d; done',
      );
      said(outcome, '');
    },
  },
  {
    name: 'every mount is nosuid, devices are in /dev alone, and only the system and the box are executable',
    run: async (subject) => {
      const mounts = linesOf((await runCommand(subject, ['cat', '/proc/self/mountinfo'])).stdout).map((line) => line.split(' '));
      assert.ok(mounts.length > 3);
      for (const [, , , , place = '', options = ''] of mounts) {
        const flags = options.split(',');
        assert.ok(flags.includes('nosuid'), `${place} ${options}`);
        assert.ok(place.startsWith('/dev') || flags.includes('nodev'), `${place} ${options}`);
        const writable = ['/box', '/tmp', '/var/tmp', '/dev/shm'].includes(place);
        assert.ok(writable || flags.includes('ro') || place.startsWith('/dev/') || place === '/proc', `${place} ${options}`);
        assert.ok(
          flags.includes('noexec') || !['/tmp', '/var/tmp', '/dev', '/dev/shm', '/proc'].includes(place),
          `${place} ${options}`,
        );
      }
    },
  },
  {
    name: 'programs start from the box, but not from /tmp or the shared memory',
    run: async (subject) => {
      const line = 'for d in /box /tmp /dev/shm; do cp /box/flood $d/copy; $d/copy 1 2 2>/dev/null; echo " $?"; done';
      const outcome = await runShell(subject, line, { files: [programFile(subject, 'flood')] });
      assert.equal(textOf(outcome.stdout), 'xx 0\n 126\n 126\n', shown(outcome));
    },
  },
  {
    name: 'the resource limits are those of the run, and no core is dumped',
    run: async (subject) => {
      const told = await identityOf(subject);
      assert.equal(told.get('core'), '0 0');
      assert.equal(told.get('files'), '256 256');
      assert.equal(told.get('stack'), `${8 << 20} ${8 << 20}`);
      assert.equal(told.get('size'), `${64 << 20} ${64 << 20}`);
    },
  },
  {
    name: 'locks on files of the system do not meet those of another run',
    run: async (subject) => {
      const lines = await atTheSameTime(subject, 'exec 9< /usr/bin/env; flock -n 9 && echo locked || echo held');
      assert.deepEqual(lines, ['locked', 'locked']);
    },
  },
  {
    name: 'the cgroup that a program can name is the root of its own',
    run: async (subject) => {
      const outcome = await runCommand(subject, ['cat', '/proc/self/cgroup']);
      endedWith(outcome, 0);
      for (const line of linesOf(outcome.stdout)) assert.match(line, /:\/$/);
    },
  },
];
