import assert from 'node:assert/strict';
import type { Case } from '../case.js';
import { endedWith, stoppedFor } from '../expect.js';
import { runProgram, runShell, shown } from '../spec.js';

/** Together these use far more than the limit, each of them alone far less. */
const CPU_LIMIT = { cpuTime: 400_000, cores: 2 };

const BURNERS = [
  { name: 'one process', argv: ['burn', 'together', '1', '20000'] },
  { name: 'four processes together', argv: ['burn', 'together', '4', '200'] },
  { name: 'four threads', argv: ['burn', 'threads', '4', '200'] },
  { name: 'children one after another that are long gone', argv: ['burn', 'sequence', '20', '50'] },
] as const;

const SLEEPERS = [
  { name: 'a sleep', line: 'sleep 1000' },
  { name: 'a program that stops itself', line: 'kill -STOP $$; echo woken' },
  {
    name: 'a program that ignores every signal that it may',
    line: 'trap "" TERM INT HUP XCPU ALRM; while :; do sleep 1000; done',
  },
];

/** Wall time, CPU time and the share of a core. */
export const timeCases: readonly Case[] = [
  ...SLEEPERS.map(
    ({ name, line }): Case => ({
      name: `${name} ends at the wall limit`,
      run: async (subject) => {
        const outcome = await runShell(subject, line, { limits: { wallTime: 300_000 } });
        stoppedFor(outcome, 'wall_limit');
        assert.ok(outcome.evidence.wall >= 300_000, shown(outcome));
      },
    }),
  ),
  ...BURNERS.map(
    ({ name, argv }): Case => ({
      name: `the CPU limit counts ${name}`,
      run: async (subject) => {
        const outcome = await runProgram(subject, [...argv], { limits: CPU_LIMIT });
        stoppedFor(outcome, 'cpu_limit');
        assert.ok(outcome.evidence.cpu.total >= CPU_LIMIT.cpuTime, shown(outcome));
      },
    }),
  ),
  {
    name: 'CPU below the limit is no reason to stop',
    run: async (subject) => {
      const outcome = await runProgram(subject, ['burn', 'together', '2', '100'], { limits: { cpuTime: 20_000_000 } });
      endedWith(outcome, 0);
      assert.ok(outcome.evidence.cpu.total >= 200_000, shown(outcome));
    },
  },
  ...[0.25, 1].map(
    (cores): Case => ({
      name: `four burning processes get ${cores} of a core and no more`,
      run: async (subject) => {
        const outcome = await runProgram(subject, ['burn', 'together', '4', '100'], { limits: { cores } });
        endedWith(outcome, 0);
        // One period of the scheduler may be used up at either end.
        assert.ok(outcome.evidence.wall >= outcome.evidence.cpu.total / cores - 200_000, shown(outcome));
      },
    }),
  ),
];
