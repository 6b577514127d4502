import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { canary } from '../canary.js';
import { attempts, type Case, type Setting, told } from '../case.js';
import { filesWith, readHost } from '../outside.js';
import { perform } from '../perform.js';
import { getAttack } from '../programs.js';

const SETTING = '/proc/sys/kernel/core_pipe_limit';

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

const discard = (folder: string): void => {
  if (existsSync(folder)) rmdirSync(folder);
};

/** On version 1 the freezer's root, whose agent is put back afterwards. */
const stageCgroup = async ({ token }: Setting) => {
  const { folder } = await canary(token);
  const [agent, trace, root] = [join(folder, 'agent.sh'), `/var/tmp/${token}-ran`, '/sys/fs/cgroup/freezer'];
  const hierarchy = existsSync(root) ? root : '/sys/fs/cgroup';
  const before = readHost(join(root, 'release_agent'));
  writeFileSync(agent, `#!/bin/sh\nid -u > ${trace}\n`);
  chmodSync(agent, 0o755);
  return {
    args: [token, agent],
    effect: async () => {
      const made = existsSync(join(hierarchy, token));
      for (let tries = 0; made && existsSync(root) && !existsSync(trace) && tries < 50; tries++) await sleep(20);
      if (existsSync(root)) return existsSync(trace) ? `the agent ran as user ${readHost(trace)}` : undefined;
      return made ? 'the cgroup stands' : undefined;
    },
    close: async () => {
      if (existsSync(root)) writeFileSync(join(root, 'release_agent'), before === '' ? '\n' : before);
      for (const place of [join(hierarchy, token), join('/sys/fs/cgroup', token)]) discard(place);
      rmSync(trace, { force: true });
    },
  };
};

/** Attacks on what the namespaces and the user id keep apart. */
export const boundaries: readonly Case[] = [
  {
    folder: 'a5-sysctl',
    stage: ({ token }) => {
      const before = readHost(SETTING);
      return {
        args: [String(Number(before) + 1), token],
        effect: (ran) =>
          readHost(SETTING) === before ? undefined : `core_pattern could be opened: ${told(ran, 'core_pattern')}`,
        close: async () => writeFileSync(SETTING, before),
      };
    },
    contained: (ran) => expect(told(ran, 'opened')).toBe(0),
  },
  {
    folder: 'a6-cgroup',
    stage: stageCgroup,
    contained: (ran) => {
      expect(told(ran, 'found')).toBe(false);
      expect(attempts(ran, 'mount')).toEqual(['EPERM']);
    },
  },
  {
    folder: 'a7-launcher',
    stage: async ({ token, launcher, lacking }) => {
      const { folder } = await canary(token);
      // The control spoils a copy of its own, so that other controls still find their launcher.
      const target = lacking.length > 0 ? join(folder, 'cupel-launcher') : launcher.file;
      if (target !== launcher.file) copyFileSync(launcher.file, target);
      const before = sha256(target);
      return { args: [target, token], effect: () => (sha256(target) === before ? undefined : 'the file is another one') };
    },
    contained: (ran) => {
      expect(attempts(ran, 'exe')).toEqual([]);
      expect(attempts(ran, 'rename')).not.toContain('');
    },
  },
  {
    folder: 'a8-setuid',
    stage: ({ token }) => ({
      args: [token],
      effect: (ran) => (told(ran, 'euid') === 0 ? 'su runs as root' : undefined),
    }),
  },
  {
    folder: 'a11-host-information',
    stage: ({ token }) => ({
      args: [token],
      effect: (ran) => (told(ran, 'readable') as readonly string[]).join(' ') || undefined,
    }),
    contained: (ran) => {
      expect(told(ran, 'people')).toBeLessThanOrEqual(2);
      expect(told(ran, 'devices')).toEqual([
        'fd',
        'full',
        'null',
        'pts',
        'random',
        'shm',
        'stderr',
        'stdin',
        'stdout',
        'tty',
        'urandom',
        'zero',
      ]);
    },
  },
  {
    folder: 'a11-host-name',
    stage: ({ token }) => ({ args: [token], effect: (ran) => (told(ran, 'node') === hostname() ? 'its name' : undefined) }),
    contained: (ran) => expect(told(ran, 'node')).toBe('box'),
  },
  {
    folder: 'a13-shared-folders',
    stage: async (setting) => {
      const { token } = setting;
      const scene = { args: [token], effect: () => undefined };
      await perform(getAttack('a-kernel/a13-shared-folders'), scene, setting);
      return { ...scene, effect: (ran) => (told(ran, 'found') as readonly string[])[0] ?? filesWith(token)[0] };
    },
    contained: (ran) => expect(attempts(ran, '/tmp')).toEqual(['']),
  },
  {
    folder: 'a14-file-lock',
    stage: ({ token }) => {
      let refused: string | undefined;
      return {
        args: [token],
        look: async () => {
          try {
            execFileSync('flock', ['--nonblock', '/usr/bin/env', 'true']);
          } catch {
            refused = 'the lock was refused on the host';
          }
        },
        effect: () => refused,
      };
    },
    contained: (ran) => expect(attempts(ran, 'flock')).toEqual(['']),
  },
];
