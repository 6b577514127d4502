import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { canary } from '../canary.js';
import { attempts, type Case, commandSpec, type Setting, told } from '../case.js';
import { Listener } from '../listener.js';

/** Long enough for a datagram on loopback to arrive. */
const ARRIVAL_MS = 50;

const stageNetwork = async ({ token }: Setting) => {
  const listener = new Listener();
  const { tcp, udp } = await listener.open(token);
  return {
    args: [String(tcp), String(udp), token],
    effect: async () => {
      await sleep(ARRIVAL_MS);
      return listener.reached.length > 0 ? listener.reached.join() : undefined;
    },
    close: async () => listener.close(),
  };
};

const stageUnixSocket = async ({ token }: Setting) => {
  const { folder } = await canary(token);
  const listener = new Listener();
  const path = join(folder, 'service.sock');
  await listener.openUnix(path);
  return {
    args: [path, token],
    effect: async () => {
      await sleep(ARRIVAL_MS);
      return listener.reached[0];
    },
    close: async () => listener.close(),
  };
};

/** Where Debian's and locally installed interpreters keep their libraries. */
const LIBRARIES = ['/usr/lib', '/usr/local/lib'];

const modulesWith = (token: string): readonly string[] =>
  LIBRARIES.flatMap((root) =>
    readdirSync(root)
      .filter((name) => name.startsWith('python3'))
      .map((name) => join(root, name)),
  )
    .flatMap((folder) => [folder, join(folder, 'dist-packages'), join(folder, 'lib-dynload')])
    .map((folder) => join(folder, `${token}.py`))
    .filter((path) => {
      try {
        return rmSync(path) === undefined;
      } catch {
        return false; // It was not there.
      }
    });

const MEBIBYTE = new Uint8Array(1 << 20);

async function* hundredMebibytes(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < 100; sent += 1) yield MEBIBYTE;
}

/** Attacks on what stands around a run: the network, caches, the worker that feeds it. */
export const surroundings: readonly Case[] = [
  { folder: 'b3-network', stage: stageNetwork, contained: (ran) => expect(told(ran, 'interfaces')).toEqual(['lo']) },
  { folder: 'b3-unix-socket', stage: stageUnixSocket, contained: (ran) => expect(attempts(ran, 'connect')).toEqual(['ENOENT']) },
  {
    folder: 'b6-poisoned-cache',
    stage: ({ token }) => {
      const name = token.replace('-', '_');
      return {
        args: [name, token],
        effect: () => {
          const [path] = modulesWith(name);
          return path;
        },
      };
    },
    contained: (ran) => expect(told(ran, 'imported')).toBe(false),
  },
  {
    folder: 'b7-unread-input',
    variants: ['leave', 'close'],
    stage: ({ token, variant, limits, run }) => ({
      args: [variant, token],
      stdin: { kind: 'stream', chunks: hundredMebibytes() },
      effect: async () => {
        const next = await run(commandSpec(['/bin/true'], limits));
        return next.evidence.firstCause === 'ended' ? undefined : 'the next run was not served';
      },
    }),
  },
];
