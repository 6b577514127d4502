import assert from 'node:assert/strict';
import type { Case } from '../case.js';
import { diedOf, endedWith, stoppedFor } from '../expect.js';
import { runCommand, runShell, shown, textFile } from '../spec.js';

const SIGNALS = ['SEGV', 'ABRT', 'TERM', 'PIPE', 'XCPU', 'USR1', 'KILL', 'SYS'];

/** How a program may end, and how it may fail to begin. */
export const endCases: readonly Case[] = [
  ...[0, 1, 7, 137, 255].map(
    (code): Case => ({
      name: `exit code ${code} is that code and nothing else`,
      run: async (subject) => endedWith(await runShell(subject, `exit ${code}`), code),
    }),
  ),
  ...SIGNALS.map(
    (signal): Case => ({
      name: `a program that dies of SIG${signal} of its own making is named so`,
      run: async (subject) => diedOf(await runShell(subject, `kill -${signal} $$`), `SIG${signal}`),
    }),
  ),
  {
    name: 'abort() is SIGABRT, as for a program that is not process 1',
    needs: ['python'],
    run: async (subject) => diedOf(await runCommand(subject, ['python3', '-c', 'import os; os.abort()']), 'SIGABRT'),
  },
  {
    name: 'the evidence says where it was recorded and that every wall stood',
    run: async (subject) => {
      const outcome = await runCommand(subject, ['true']);
      const { host, isolation, memory, timing, wall, cpu } = outcome.evidence;
      const { cgroup, kernel, launcher } = subject.sandbox.describe();
      assert.deepEqual([host.cgroup, host.kernel, host.launcher], [cgroup, kernel, launcher]);
      assert.deepEqual([isolation.mode, isolation.walls.length, isolation.missing], ['strict', 11, []]);
      assert.ok(memory.peak > 0 && memory.maxRss > 0 && wall > 0 && cpu.total > 0 && timing.end > 0, shown(outcome));
    },
  },
  ...[
    { name: 'a program that is not there', argv: ['/nothing/here'], errno: 'ENOENT' },
    { name: 'a program that is not on the path', argv: ['no-such-program'], errno: 'ENOENT' },
    { name: 'a program without the executable bit', argv: ['/box/data'], errno: 'EACCES' },
    { name: 'a folder', argv: ['/box'], errno: 'EACCES' },
  ].map(
    ({ name, argv, errno }): Case => ({
      name: `${name} is a fault of the stage exec with ${errno}`,
      run: async (subject) => {
        const outcome = await runCommand(subject, argv, { files: [textFile('data', 'echo hello\n')] });
        stoppedFor(outcome, 'fault');
        assert.deepEqual([outcome.evidence.fault?.stage, outcome.evidence.fault?.errno], ['exec', errno], shown(outcome));
        assert.equal(outcome.evidence.exit, undefined, shown(outcome));
      },
    }),
  ),
  {
    name: 'an executable that is neither program nor script is a fault of the stage exec with ENOEXEC',
    run: async (subject) => {
      const outcome = await runCommand(subject, ['/box/data'], { files: [{ ...textFile('data', 'garbage'), executable: true }] });
      assert.deepEqual([outcome.evidence.fault?.stage, outcome.evidence.fault?.errno], ['exec', 'ENOEXEC'], shown(outcome));
    },
  },
];
