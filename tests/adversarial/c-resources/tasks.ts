import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
import { type Case, type Setting, told } from '../case.js';
import { descriptorsOf, ipcKey, ipcObjects, processesWith, statusOf } from '../outside.js';

const TASKS = 64;
const DESCRIPTORS = 64;

/** Of the most processes of the run that were seen at once. */
const stageBomb = ({ token, limits }: Setting) => {
  let most = 0;
  return {
    args: [token],
    watch: async () => {
      most = Math.max(most, processesWith(token).length);
    },
    effect: () => (most > limits.processes ? `${most} processes` : undefined),
  };
};

const stageThreads = ({ token, limits }: Setting) => {
  let most = 0;
  return {
    args: [token],
    look: async () => {
      most = Math.max(...processesWith(token).map((pid) => Number(statusOf(pid, 'Threads'))));
    },
    effect: () => (most > limits.processes ? `${most} threads` : undefined),
  };
};

const stageDescriptors = ({ token, limits }: Setting) => {
  let most = 0;
  return {
    args: [token],
    look: async () => {
      most = Math.max(...processesWith(token).map((pid) => descriptorsOf(pid).length));
    },
    effect: () => (most > limits.openFiles ? `${most} descriptors` : undefined),
  };
};

const stageObjects = ({ token }: Setting) => {
  const mine = () => ipcObjects(token);
  return {
    args: [String(ipcKey(token)), token],
    effect: () => mine()[0],
    close: async () => {
      for (const line of mine()) {
        const [kind = '', , id = ''] = line.split(' ');
        execFileSync('/usr/bin/ipcrm', [{ shm: '-m', sem: '-s', msg: '-q' }[kind] ?? '-m', id]);
      }
    },
  };
};

/** What a run may have many of: processes, threads, descriptors, objects. */
export const tasks: readonly Case[] = [
  {
    folder: 'c1-fork-bomb',
    limits: { wallTime: 1_000_000, processes: TASKS },
    stage: stageBomb,
    contained: ({ outcome }) => expect(outcome.evidence.pids.refused).toBeGreaterThan(0),
  },
  {
    folder: 'c2-threads',
    limits: { processes: TASKS },
    stage: stageThreads,
    contained: (ran) => expect(told(ran, 'result')).toBeLessThan(TASKS),
  },
  { folder: 'c7-descriptors', limits: { openFiles: DESCRIPTORS }, stage: stageDescriptors },
  { folder: 'c7-ipc-objects', stage: stageObjects },
];
