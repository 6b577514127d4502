import assert from 'node:assert/strict';
import type { Case } from '../case.js';
import { refusedAs, stoppedFor } from '../expect.js';
import { runCommand, runProgram, runShell, shown } from '../spec.js';

/** What can be done to a run under way, and what is refused before it begins. */
export const controlCases: readonly Case[] = [
  {
    name: 'a run is cancelled while it sleeps, with everything that it has started',
    run: async (subject) => {
      const controller = new AbortController();
      const outcome = await runShell(
        subject,
        'sleep 1000 & sleep 1000',
        {},
        { signal: controller.signal, onStarted: () => controller.abort() },
      );
      stoppedFor(outcome, 'cancelled');
      assert.equal((await subject.sandbox.status()).running, 0);
    },
  },
  {
    name: 'a run that is cancelled before it is asked for never begins',
    run: (subject) => refusedAs(runCommand(subject, ['true'], {}, { signal: AbortSignal.abort() }), 'run_cancelled'),
  },
  {
    name: 'usage grows while a program burns',
    run: async (subject) => {
      const controller = new AbortController();
      const seen: { cpu: number; wall: number; memory: number }[] = [];
      const onUsage = (usage: (typeof seen)[number]) => {
        seen.push(usage);
        if (seen.length >= 3 && usage.cpu > 50_000) controller.abort();
      };
      const outcome = await runProgram(
        subject,
        ['burn', 'together', '1', '20000'],
        {},
        { onUsage, usageEvery: 20, signal: controller.signal },
      );
      stoppedFor(outcome, 'cancelled');
      const [first, last] = [seen[0], seen.at(-1)];
      assert.ok(first && last && last.cpu >= first.cpu && last.wall > first.wall && last.memory > 0, JSON.stringify(seen));
      assert.ok(outcome.evidence.cpu.total >= (last?.cpu ?? 0), shown(outcome));
    },
  },
  {
    name: 'a hook that throws stops the run and is the reason given',
    run: async (subject) => {
      const onOutput = () => {
        throw new Error('the consumer is broken');
      };
      await assert.rejects(runShell(subject, 'echo x; sleep 1000', {}, { onOutput }), /the consumer is broken/);
      assert.equal((await subject.sandbox.status()).running, 0);
    },
  },
  ...(
    [
      'wallTime',
      'cpuTime',
      'memory',
      'processes',
      'scratchBytes',
      'scratchInodes',
      'stdoutBytes',
      'fileSize',
      'openFiles',
      'stack',
      'cores',
    ] as const
  ).map(
    (limit): Case => ({
      name: `a limit ${limit} of 0, below 0, NaN or beyond all bounds is refused`,
      run: async (subject) => {
        for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 8e12]) {
          await refusedAs(runCommand(subject, ['true'], { limits: { [limit]: value } }), 'launcher_out_of_range');
        }
      },
    }),
  ),
  {
    name: 'an unknown profile is refused',
    run: (subject) => refusedAs(runCommand(subject, ['true'], { profile: 'nobody-knows' }), 'launcher_profile_unknown'),
  },
  {
    name: 'more runs than there are boxes wait for their turn',
    run: async (subject) => {
      const runs = Array.from({ length: subject.sandbox.describe().boxes + 8 }, () => runCommand(subject, ['true']));
      for (const { evidence } of await Promise.all(runs)) assert.deepEqual(evidence.exit, { kind: 'code', code: 0 });
    },
  },
];
