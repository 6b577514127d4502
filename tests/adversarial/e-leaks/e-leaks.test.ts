import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { canary } from '../canary.js';
import { type Case, type Ran, type Setting, told } from '../case.js';
import { attackTests } from '../harness.js';
import { Listener } from '../listener.js';
import { perform } from '../perform.js';
import { getAttack } from '../programs.js';

const ARRIVAL_MS = 50;

const anything = (found: unknown): string | undefined => (Array.isArray(found) && found.length > 0 ? found.join(' ') : undefined);

/** The other run holds until the attack is over. */
const stageOther = (folder: string) => async (setting: Setting) => {
  const { token } = setting;
  let over: () => void = () => undefined;
  const attacked = new Promise<void>((resolve) => {
    over = resolve;
  });
  let ready: () => void = () => undefined;
  const holding = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const look = (): Promise<void> => {
    ready();
    return attacked;
  };
  const owner = perform(getAttack(`e-leaks/${folder}`), { args: ['owner', token], look, effect: () => undefined }, setting);
  await Promise.race([holding, owner]);
  return {
    args: ['attacker', token],
    effect: async (ran: Ran) => {
      over();
      await owner;
      return anything(told(ran, 'found'));
    },
  };
};

/** A process beside the launcher whose environment holds a secret. */
const stageEnvironment = ({ token }: Setting) => {
  const secret = `secret-of-${token}`;
  const service = spawn('/bin/sleep', ['60'], { env: { PASSWORD: secret }, stdio: 'ignore' });
  return {
    args: [secret],
    effect: (ran: Ran) => anything(told(ran, 'found')),
    close: async () => {
      service.kill('SIGKILL');
    },
  };
};

const stageQuestion = async ({ token }: Setting) => {
  const listener = new Listener();
  const { udp } = await listener.open(token);
  return {
    args: [token, String(udp)],
    effect: async () => {
      await sleep(ARRIVAL_MS);
      return listener.reached.find((text) => text.includes(token));
    },
    close: async () => listener.close(),
  };
};

const cases: readonly Case[] = [
  {
    folder: 'e1-hidden-tests',
    limits: { wallTime: 20_000_000, cpuTime: 10_000_000 },
    stage: async ({ token }) => {
      const { text } = await canary(token);
      return { args: [text, token], effect: (ran) => anything(told(ran, 'found')) };
    },
    contained: (ran) => {
      expect(told(ran, 'seen')).toBeGreaterThan(0);
      for (const target of told(ran, 'descriptors') as readonly string[]) expect(target).toMatch(/^pipe:/);
    },
  },
  { folder: 'e2-files', stage: stageOther('e2-files') },
  { folder: 'e2-processes', stage: stageOther('e2-processes'), contained: (ran) => expect(told(ran, 'processes')).toBe(0) },
  {
    folder: 'e6-environment',
    stage: stageEnvironment,
    contained: (ran) => expect(told(ran, 'own')).toEqual(['HOME', 'LANG', 'LC_NUMERIC', 'PATH', 'TMPDIR', 'TZ', 'USER']),
  },
  { folder: 'e7-name-look-up', stage: stageQuestion },
];

attackTests('e-leaks', cases);
