import { expect } from 'vitest';
import { attempts, type Case, told } from '../case.js';
import { descriptorsOf, processesWith, readHost, userNamespaceOf } from '../outside.js';

/** Attacks that ask the kernel directly. */
export const systemCalls: readonly Case[] = [
  {
    folder: 'a1-user-namespace',
    stage: ({ token }) => {
      const seen = new Set<string>();
      return {
        args: [token],
        look: async () => {
          for (const pid of processesWith(token)) seen.add(userNamespaceOf(pid));
        },
        effect: () => ([...seen].some((name) => name !== userNamespaceOf(process.pid)) ? [...seen].join() : undefined),
      };
    },
    contained: (ran) => {
      expect(told(ran, 'after')).toBe(told(ran, 'before'));
      expect([attempts(ran, 'clone'), attempts(ran, 'clone3'), attempts(ran, 'unshare')]).toEqual([
        ['EPERM'],
        ['ENOSYS'],
        ['EPERM'],
      ]);
    },
  },
  {
    folder: 'a2-io-uring',
    stage: ({ token }) => {
      const seen: string[] = [];
      return {
        args: [token],
        look: async () => {
          seen.push(...processesWith(token).flatMap(descriptorsOf));
        },
        effect: () => seen.find((target) => target.includes('io_uring')),
      };
    },
    contained: (ran) => {
      for (const call of ['io_uring_setup', 'io_uring_enter', 'io_uring_register'])
        expect(attempts(ran, call)).toEqual(['ENOSYS']);
    },
  },
  {
    folder: 'a3-keyring',
    stage: ({ token }) => ({
      args: [token],
      effect: () =>
        readHost('/proc/keys')
          .split('\n')
          .find((line) => line.includes(token)),
    }),
    contained: (ran) => {
      for (const call of ['add_key', 'request_key', 'keyctl']) expect(attempts(ran, call)).toEqual(['EPERM']);
    },
  },
  {
    folder: 'a4-sockets',
    stage: ({ token }) => ({
      args: [token],
      effect: (ran) => {
        const allowed = (family: unknown, protocol: unknown) =>
          [1, 2, 10].includes(Number(family)) || (family === 16 && protocol === 0);
        const opened = ran.facts.filter(({ result }) => Number(result) >= 0);
        const foreign = opened.filter(({ family, protocol }) => !allowed(family, protocol));
        return foreign.length > 0 ? JSON.stringify(foreign) : undefined;
      },
    }),
    contained: (ran) => {
      const opened = ran.facts.filter(({ result }) => Number(result) >= 0).map(({ family, protocol }) => [family, protocol]);
      expect(opened).toEqual([
        [1, 0],
        [2, 0],
        [10, 0],
        [16, 0],
      ]);
      expect(new Set(ran.facts.filter(({ result }) => result === -1).map(({ errno }) => errno))).toEqual(
        new Set(['EAFNOSUPPORT']),
      );
    },
  },
  {
    folder: 'a10-foreign-abi',
    stage: ({ token }) => ({
      args: [token],
      effect: (ran) => (told(ran, 'answered') === undefined ? undefined : `getpid: ${told(ran, 'answered')}`),
    }),
    contained: ({ outcome }) => expect(outcome.evidence.seccomp).toMatchObject({ syscall: 20, architecture: 'i386' }),
  },
  {
    folder: 'a10-x32',
    stage: ({ token }) => ({
      args: [token],
      effect: (ran) => (attempts(ran, 'answered').length > 0 ? 'the call came back' : undefined),
    }),
    contained: ({ outcome }) => expect(outcome.evidence.seccomp?.syscall).toBeGreaterThan(0x40000000),
  },
  {
    folder: 'a12-terminal',
    stage: ({ token }) => ({ args: [token], effect: (ran) => (told(ran, 'typed') === 1 ? 'the byte was typed' : undefined) }),
    contained: (ran) => {
      for (const call of ['TIOCSTI', 'TIOCSTI with high bits', 'TIOCLINUX']) expect(attempts(ran, call)).toEqual(['EPERM']);
    },
  },
  {
    folder: 'a12-own-terminal',
    stage: ({ token }) => ({
      args: [token],
      terminal: { rows: 24, columns: 80 },
      effect: (ran) => (told(ran, 'typed') === 1 ? 'the byte was typed' : undefined),
    }),
    contained: (ran) => {
      expect(told(ran, 'terminal')).toBe(1);
      const calls = ['TIOCSTI', 'TIOCLINUX', 'TIOCSETD'];
      for (const call of [...calls, ...calls.map((name) => `${name} with high bits`)])
        expect(attempts(ran, call)).toEqual(['EPERM']);
      expect(attempts(ran, 'a second terminal')).not.toEqual(['']);
      expect(attempts(ran, "somebody else's console")).not.toEqual(['']);
    },
  },
  {
    folder: 'a15-page-cache',
    stage: ({ token }) => ({
      args: [token],
      effect: (ran) => (attempts(ran, 'splice')[0] === '' ? 'the page is in the pipe' : undefined),
    }),
    contained: (ran) => {
      for (const call of ['splice', 'tee', 'vmsplice']) expect(attempts(ran, call)).toEqual(['ENOSYS']);
    },
  },
];
