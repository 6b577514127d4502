import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunOutcome } from '@cupel/domain';
import { expect } from 'vitest';
import { type Case, commandSpec, type Ran, type Setting, told } from '../case.js';
import { processesWith } from '../outside.js';
import { getAttack, onHost } from '../programs.js';

const descriptors = (ran: Pick<Ran, 'facts'>) => ran.facts.filter((fact) => 'fd' in fact);

/** The same program, started by somebody who left a descriptor open. */
const withOneMore = async (): Promise<string | undefined> => {
  const [file = '', ...args] = await onHost(getAttack('a-kernel/a7-descriptors'));
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return said.split('\n').find((line) => line.startsWith('{"fd":3'));
};

const stageNeighbour = async ({ token, lacking, limits, run }: Setting) => {
  let ended: RunOutcome | undefined;
  const neighbour = run(commandSpec(['/bin/sh', '-c', 'sleep 1; echo alive', 'neighbour', token], limits)).then((outcome) => {
    ended = outcome;
    return outcome;
  });
  while (processesWith(token).length === 0 && ended === undefined) await sleep(5);
  return {
    // To kill everything is only tried where a PID namespace stands between us and the host.
    args: [token, lacking.length > 0 ? 'attacker' : 'attacker-of-all'],
    effect: async () => {
      const { stdout, evidence } = await neighbour;
      return Buffer.from(stdout).toString() === 'alive\n' ? undefined : `the neighbour: ${JSON.stringify(evidence.exit)}`;
    },
    close: async () => {
      await neighbour;
    },
  };
};

/** Attacks on what stands beside a run, and on what was left open for it. */
export const neighbours: readonly Case[] = [
  {
    folder: 'a7-descriptors',
    stage: ({ token }) => ({
      args: [token],
      effect: (ran) => descriptors(ran).find(({ fd }) => Number(fd) > 2)?.target as string | undefined,
    }),
    contained: (ran) => {
      expect(descriptors(ran).map(({ fd }) => fd)).toEqual([0, 1, 2]);
      for (const { target } of descriptors(ran)) expect(target).toMatch(/^pipe:/);
    },
    naive: withOneMore,
  },
  {
    folder: 'a9-neighbour',
    stage: stageNeighbour,
    contained: (ran) => expect(told(ran, 'seen')).toBe(0),
  },
];
