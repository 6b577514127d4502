import { execFileSync, spawn } from 'node:child_process';
import { chownSync, lstatSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { canary, scratch } from '../canary.js';
import type { Case, Ran, Setting } from '../case.js';
import { fingerprint, processesWith } from '../outside.js';
import { getAttack, onHost } from '../programs.js';

const OUTPUT_BYTES = 1 << 20;

/** What each declared output must turn out to be. */
const STATUSES: Readonly<Record<string, string>> = {
  symlink: 'not_regular',
  relative: 'not_regular',
  'folder/secret.txt': 'not_regular',
  magic: 'not_regular',
  chain: 'not_regular',
  loop: 'not_regular',
  fifo: 'not_regular',
  directory: 'not_regular',
  socket: 'not_regular',
  device: 'absent',
  original: 'hard_link',
  hardlink: 'hard_link',
  system: 'absent',
  plain: 'ok',
  sparse: 'too_large',
  nowhere: 'absent',
};

const collect = (names: readonly string[]) => names.map((name) => ({ name, maxBytes: OUTPUT_BYTES }));

const leaked = (ran: Ran, text: string): string | undefined => {
  const file = ran.outcome.files.find((each) => each.status === 'ok' && Buffer.from(each.bytes).includes(text));
  return file === undefined ? undefined : `${file.name} has the canary`;
};

const stageOutputs =
  (names: readonly string[]) =>
  async ({ token }: Setting) => {
    const { file, text } = await canary(token);
    return { args: [file, token], collect: collect(names), effect: (ran: Ran) => leaked(ran, text) };
  };

/** Reads by path, with root's rights, in a folder that the program has filled. */
const naiveRead = async ({ token }: Setting): Promise<string | undefined> => {
  const { file, text } = await canary(token);
  const folder = scratch();
  const [command = '', ...args] = await onHost(getAttack('b-files/b1-declared-outputs'));
  execFileSync(command, [...args, file, token], { cwd: folder });
  const given = ['symlink', 'relative', 'folder/secret.txt', 'chain'].filter((name) =>
    readFileSync(join(folder, name), 'utf8').includes(text),
  );
  rmSync(folder, { recursive: true });
  return given.length > 0 ? given.join() : undefined;
};

/** Looks first and reads afterwards. */
const naiveRace = async ({ token }: Setting): Promise<string | undefined> => {
  const { file, text } = await canary(token);
  const folder = scratch();
  const [command = '', ...args] = await onHost(getAttack('b-files/b1-rename-race'));
  spawn(command, [...args, file, token], { cwd: folder, stdio: 'ignore' });
  let given: string | undefined;
  await sleep(100);
  for (const until = Date.now() + 8000; given === undefined && Date.now() < until; ) {
    try {
      const path = join(folder, 'output');
      if (lstatSync(path).isFile() && readFileSync(path, 'utf8').includes(text)) given = path;
    } catch {
      // It is being swapped at this moment.
    }
  }
  for (const pid of processesWith(token)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return given;
};

/** Gives every entry to another user, as judges do before they clean up, and follows links. */
const naiveChown = async ({ token }: Setting): Promise<string | undefined> => {
  const { folder: target, file } = await canary(token);
  const before = fingerprint(target);
  const folder = scratch();
  const [command = '', ...args] = await onHost(getAttack('b-files/b2-clean-up'));
  execFileSync(command, [...args, target, token], { cwd: folder });
  for (const name of readdirSync(folder)) chownSync(join(folder, name), 65534, 65534);
  const owner = statSync(file).uid;
  rmSync(folder, { recursive: true });
  return fingerprint(target) === before ? undefined : `the canary now belongs to user ${owner}`;
};

/** Attacks on whoever takes files out of a box or clears it away. */
export const outputs: readonly Case[] = [
  {
    folder: 'b1-declared-outputs',
    stage: stageOutputs(Object.keys(STATUSES)),
    contained: ({ outcome }) => {
      expect(Object.fromEntries(outcome.files.map(({ name, status }) => [name, status]))).toEqual(STATUSES);
    },
    naive: naiveRead,
  },
  {
    folder: 'b1-rename-race',
    stage: stageOutputs(Array.from({ length: 64 }, () => 'output')),
    contained: ({ outcome }) => expect(outcome.files).toHaveLength(64),
    naive: naiveRace,
  },
  {
    folder: 'b1-locked-folder',
    stage: ({ token }) => ({
      args: [token],
      collect: collect(['locked/output', 'moved/output']),
      effect: ({ outcome }) => (outcome.files.length === 2 ? undefined : `${outcome.files.length} answers`),
    }),
    contained: ({ outcome }) => expect(outcome.files.map(({ status }) => status)).toEqual(['unreadable', 'unreadable']),
  },
  {
    folder: 'b2-clean-up',
    stage: async ({ token }) => {
      const { folder } = await canary(token);
      const before = fingerprint(folder);
      return {
        args: [folder, token],
        collect: collect(['output', 'file']),
        effect: () => (fingerprint(folder) === before ? undefined : 'the folder was spoilt'),
      };
    },
    naive: naiveChown,
  },
];
