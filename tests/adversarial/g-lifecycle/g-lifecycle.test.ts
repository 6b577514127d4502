import { DEFAULT_LIMITS, LIMIT_FIELDS, SandboxError } from '@cupel/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AttackSandbox } from '../../support/attack-sandbox.js';
import { type Product, startProduct } from '../../support/product.js';
import { attempts, type Case, commandSpec, type Setting, told } from '../case.js';
import { attackTests } from '../harness.js';
import { processesWith, statusOf } from '../outside.js';

/** Whoever of the run is there at the moment of the verdict. */
const survivors =
  ({ token }: Setting) =>
  () => {
    const pids = processesWith(token);
    return pids.length > 0 ? `processes ${pids.join()}` : undefined;
  };

const stageStop = ({ token, launcher }: Setting) => {
  let stopped: string | undefined;
  return {
    args: [token],
    watch: async () => {
      if (!statusOf(launcher.pid, 'State').startsWith('T')) return;
      stopped = `the launcher ${launcher.pid} stood still`;
      process.kill(launcher.pid, 'SIGCONT');
    },
    effect: () => stopped,
  };
};

const cases: readonly Case[] = [
  { folder: 'g1-daemon', stage: (setting) => ({ args: [setting.token], effect: survivors(setting) }) },
  { folder: 'g2-stop-supervisor', limits: { wallTime: 700_000 }, stage: stageStop },
  { folder: 'g3-held-output', stage: (setting) => ({ args: [setting.token], effect: survivors(setting) }) },
  {
    folder: 'g3-closed-output',
    stage: ({ token }) => ({
      args: [token],
      effect: (ran) => (ran.outcome.evidence.exit === undefined ? 'a verdict too early' : undefined),
    }),
    contained: ({ outcome }) => expect(outcome.evidence.exit).toEqual({ kind: 'code', code: 7 }),
  },
  {
    folder: 'g4-late-output',
    stage: ({ token }) => ({
      args: [token],
      effect: (ran) => (attempts(ran, 'write too late').length > 0 ? 'late output' : undefined),
    }),
    contained: (ran) => expect(attempts(ran, 'write from a child')).toEqual(['']),
  },
  {
    folder: 'g5-execute-elsewhere',
    stage: ({ token }) => ({
      args: [token],
      effect: (ran) => ran.facts.find(({ ran: did }) => did === true)?.folder as string | undefined,
    }),
    contained: (ran) => {
      for (const folder of ['/tmp', '/dev/shm', '/var/tmp']) expect(attempts(ran, folder)).toEqual(['EACCES']);
    },
  },
  {
    folder: 'g6-set-clock',
    stage: ({ token }) => ({
      args: [token],
      effect: (ran) => (attempts(ran, 'clock_settime')[0] === '' ? 'the clock was set' : undefined),
    }),
    contained: (ran) => expect(told(ran, 'result')).toBe(-1),
  },
];

attackTests('g-lifecycle', cases, ['g7-limits']);

describe('G7 limits that make no sense', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  const values = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60];
  it.each(LIMIT_FIELDS.flatMap((field) => values.map((value) => [field, value] as const)))(
    'refuses %s = %s',
    async (field, value) => {
      const run = product.sandbox.run(commandSpec(['/bin/true'], { ...DEFAULT_LIMITS, [field]: value }));
      await expect(run).rejects.toThrow(SandboxError);
    },
  );

  it('runs under sound ones', async () => {
    const { evidence } = await product.sandbox.run(commandSpec(['/bin/true'], DEFAULT_LIMITS));
    expect(evidence.exit).toEqual({ kind: 'code', code: 0 });
  });
});

describe('the switch that takes walls away', () => {
  it('is not in the shipped launcher', async () => {
    const shipped = await AttackSandbox.start('shipped');
    try {
      await expect(shipped.run(commandSpec(['/bin/true'], DEFAULT_LIMITS), ['seccomp'])).rejects.toThrow(SandboxError);
      const { evidence } = await shipped.run(commandSpec(['/bin/true'], DEFAULT_LIMITS), []);
      expect(evidence.isolation.missing).toEqual([]);
    } finally {
      await shipped.close();
    }
  });
});
