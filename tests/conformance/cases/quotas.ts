import assert from 'node:assert/strict';
import type { Case } from '../case.js';
import { diedOf, endedWith, said } from '../expect.js';
import { linesOf, runProgram, runShell, shown, textOf } from '../spec.js';

const MIB = 1 << 20;

/** Processes, scratch space, file size, open files. */
export const quotaCases: readonly Case[] = [
  {
    name: 'forks beyond the process limit are refused and counted',
    run: async (subject) => {
      const outcome = await runProgram(subject, ['refuse', 'forks'], { limits: { processes: 16 } });
      endedWith(outcome, 0);
      const [count, errno] = textOf(outcome.stdout).trim().split(' ');
      assert.ok(errno === 'EAGAIN' && Number(count) >= 10 && Number(count) <= 16, shown(outcome));
      assert.ok(outcome.evidence.pids.refused > 0 && outcome.evidence.pids.limit === 16, shown(outcome));
    },
  },
  {
    name: 'a fork bomb burns out in its box',
    run: async (subject) => {
      const line = 'bomb() { bomb | bomb & }; bomb; sleep 1000';
      const outcome = await runShell(subject, line, { limits: { wallTime: 1_000_000, processes: 32 } });
      // The first shell may itself be the one that is refused a fork: then it ends before its time.
      assert.ok(['wall_limit', 'ended'].includes(outcome.evidence.firstCause), shown(outcome));
      assert.ok(outcome.evidence.pids.refused > 0, shown(outcome));
      assert.equal((await subject.sandbox.status()).running, 0);
    },
  },
  {
    name: 'a full scratch space refuses bytes, and the evidence knows',
    run: async (subject) => {
      const outcome = await runProgram(subject, ['refuse', 'bytes', '/box/file'], { limits: { scratchBytes: 4 * MIB } });
      endedWith(outcome, 0);
      assert.match(textOf(outcome.stdout), /ENOSPC/);
      assert.equal(outcome.evidence.files.refused, 'scratch', shown(outcome));
      assert.ok(outcome.evidence.files.bytes > 3 * MIB && outcome.evidence.files.bytes <= 4 * MIB, shown(outcome));
    },
  },
  {
    name: 'a scratch space without inodes refuses files, and the evidence knows',
    run: async (subject) => {
      const outcome = await runProgram(subject, ['refuse', 'files', '/box'], { limits: { scratchInodes: 50 } });
      endedWith(outcome, 0);
      const [count, errno] = textOf(outcome.stdout).trim().split(' ');
      assert.ok(errno === 'ENOSPC' && Number(count) > 30, shown(outcome));
      assert.equal(outcome.evidence.files.inodes, 50, shown(outcome));
      assert.equal(outcome.evidence.files.refused, 'scratch', shown(outcome));
    },
  },
  ...['/tmp', '/dev/shm'].map(
    (folder): Case => ({
      name: `${folder} is writable and as bounded as the rest`,
      run: async (subject) => {
        const limits = { scratchBytes: 4 * MIB, scratchInodes: 50 };
        const bytes = await runProgram(subject, ['refuse', 'bytes', `${folder}/file`], { limits });
        assert.match(textOf(bytes.stdout), /^[1-9]\d* ENOSPC/, shown(bytes));
        const files = await runProgram(subject, ['refuse', 'files', folder], { limits });
        assert.match(textOf(files.stdout), /^[1-9]\d* ENOSPC/, shown(files));
      },
    }),
  ),
  {
    name: 'a file that grows beyond the file size ends the program with SIGXFSZ, and the evidence knows',
    run: async (subject) => {
      const outcome = await runProgram(subject, ['refuse', 'bytes', '/box/file'], { limits: { fileSize: 2 * MIB } });
      diedOf(outcome, 'SIGXFSZ');
      assert.equal(outcome.evidence.files.refused, 'file_size', shown(outcome));
    },
  },
  {
    name: 'open files are bounded',
    run: async (subject) => {
      const outcome = await runProgram(subject, ['refuse', 'descriptors', '/dev/null'], { limits: { openFiles: 32 } });
      said(outcome, '29 EMFILE\n');
    },
  },
  {
    name: 'nothing is refused where nothing was asked for too much',
    run: async (subject) => {
      const outcome = await runShell(subject, 'echo text > file; ls');
      said(outcome, 'file\n');
      assert.deepEqual([outcome.evidence.files.refused, outcome.evidence.pids.refused], ['none', 0], shown(outcome));
    },
  },
  {
    name: 'scratch space is empty at the start, whatever a run before has left there',
    run: async (subject) => {
      const line =
        'find /box /tmp /dev/shm /var/tmp -mindepth 1 2>/dev/null; for f in /box /tmp /dev/shm; do echo kept > $f/left; done';
      for (let i = 0; i < 5; i += 1) assert.deepEqual(linesOf((await runShell(subject, line)).stdout), []);
    },
  },
];
