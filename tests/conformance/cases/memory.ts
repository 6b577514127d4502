import assert from 'node:assert/strict';
import type { Case } from '../case.js';
import { diedOf, endedWith, said, stoppedFor } from '../expect.js';
import { runProgram, runShell, shown } from '../spec.js';

const MIB = 1 << 20;
const limits = { memory: 64 * MIB };

const killedByTheKernel = (name: string, run: Case['run']): Case => ({ name: `${name} is killed by the kernel`, run });

/** Memory, counted by the kernel for the whole box. */
export const memoryCases: readonly Case[] = [
  killedByTheKernel('a program that touches more than the limit', async (subject) => {
    const outcome = await runProgram(subject, ['memory', 'touch', '200'], { limits });
    stoppedFor(outcome, 'oom_kill');
    assert.ok(outcome.evidence.memory.oomKills > 0, shown(outcome));
    assert.deepEqual(outcome.evidence.exit, { kind: 'signal', signal: 'SIGKILL' }, shown(outcome));
    assert.ok(outcome.evidence.memory.peak > 60 * MIB && outcome.evidence.memory.peak <= limits.memory, shown(outcome));
  }),
  killedByTheKernel('a box whose child touches more than the limit', async (subject) => {
    const outcome = await runProgram(subject, ['memory', 'child', '200'], { limits });
    stoppedFor(outcome, 'oom_kill');
  }),
  killedByTheKernel('a program that fills its scratch space beyond the limit', async (subject) => {
    const outcome = await runShell(subject, 'head -c 200000000 /dev/zero > file; echo written', {
      limits: { ...limits, scratchBytes: 256 * MIB, fileSize: 256 * MIB },
    });
    stoppedFor(outcome, 'oom_kill');
  }),
  {
    name: 'a program that stays just below the limit is left alone',
    run: async (subject) => {
      const outcome = await runProgram(subject, ['memory', 'touch', '56'], { limits });
      said(outcome, 'survived\n');
      assert.ok(outcome.evidence.memory.oomKills === 0 && outcome.evidence.memory.peak > 56 * MIB, shown(outcome));
    },
  },
  {
    name: 'a GiB that is never touched costs nothing',
    run: async (subject) => said(await runProgram(subject, ['memory', 'reserve', '1024'], { limits }), 'survived\n'),
  },
  {
    name: 'the stack ends at its limit with SIGSEGV, and not before',
    run: async (subject) => {
      const stack = { stack: 16 * MIB };
      diedOf(await runProgram(subject, ['memory', 'stack', '20'], { limits: stack }), 'SIGSEGV');
      said(await runProgram(subject, ['memory', 'stack', '14'], { limits: stack }), 'survived\n');
    },
  },
  {
    name: 'a SIGKILL of its own is no proof of a lack of memory',
    run: async (subject) => {
      const outcome = await runShell(subject, 'kill -KILL $$', { limits });
      assert.deepEqual([outcome.evidence.firstCause, outcome.evidence.memory.oomKills], ['ended', 0], shown(outcome));
    },
  },
  {
    name: 'reading more than the limit through the page cache kills nobody',
    run: async (subject) => {
      const bytes = Buffer.alloc(48 * MIB);
      const content = { kind: 'blob', sha256: await subject.putBlob(bytes) } as const;
      const outcome = await runShell(subject, 'cat > /dev/null; cat /usr/bin/* > /dev/null 2>&1; exit 0', {
        stdin: content,
        limits,
      });
      endedWith(outcome, 0);
    },
  },
];
