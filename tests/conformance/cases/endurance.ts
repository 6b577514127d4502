import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { LauncherState } from '@cupel/sandbox';
import type { Case, Subject } from '../case.js';
import { endedWith, said } from '../expect.js';
import { runCommand, runProgram, runShell, shown } from '../spec.js';

/** Names of all processes of the host, as far as they have not ended while we look. */
const processNames = async (): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map((pid) =>
      readFile(`/proc/${pid}/comm`, 'utf8').then(
        (name) => name.trim(),
        () => '',
      ),
    ),
  );
};

/** A mixture of ends, good and bad. */
const mixture = (subject: Subject, index: number): Promise<unknown> => {
  const limits = { wallTime: 100_000 };
  switch (index % 20) {
    case 0:
      return runProgram(subject, ['daemon', 'left'], {});
    case 1:
      return runShell(subject, 'sleep 1000', { limits });
    case 2:
      return runShell(subject, 'kill -SEGV $$');
    case 3:
      return runProgram(subject, ['memory', 'touch', '200'], { limits: { memory: 32 << 20 } });
    case 4:
      return runProgram(subject, ['flood', '1'], { limits: { stdoutBytes: 1000 } });
    case 5:
      return runShell(subject, 'echo x > x', { keep: true }).then(
        ({ artefact }) => artefact && subject.sandbox.release(artefact),
      );
    case 6:
      return runCommand(subject, ['/nothing']);
    case 7:
      return runCommand(subject, ['true'], { profile: 'nobody-knows' }).catch(() => undefined);
    case 8:
      return runShell(subject, 'echo x', { terminal: { rows: 24, columns: 80 } });
    default:
      return runCommand(subject, ['true']);
  }
};

const runMixture = async (subject: Subject, runs: number, together: number): Promise<void> => {
  let next = 0;
  const worker = async () => {
    while (next < runs) await mixture(subject, next++);
  };
  await Promise.all(Array.from({ length: together }, worker));
};

/** What is left behind: nothing. */
const kept = ({ running, artefacts, cgroups, processes, descriptors }: LauncherState) => ({
  running,
  artefacts,
  cgroups,
  processes,
  descriptors,
});

/** Slots that nobody has needed for some seconds give back their cgroups; what is there after that is there to stay. */
async function atRest(subject: Subject): Promise<LauncherState> {
  for (let previous = await subject.sandbox.status(); ; ) {
    await sleep(7000);
    const now = await subject.sandbox.status();
    if (isDeepStrictEqual(kept(now), kept(previous))) return now;
    previous = now;
  }
}

export const enduranceCases: readonly Case[] = [
  {
    name: 'a daemon in a session of its own is gone when the outcome is there',
    run: async (subject) => {
      const mark = `d${randomUUID().slice(0, 12)}`;
      const outcome = await runProgram(subject, ['daemon', mark]);
      endedWith(outcome, 0);
      assert.ok(outcome.stdout.length > 0, shown(outcome));
      assert.ok(!(await processNames()).includes(mark), 'the daemon lives');
    },
  },
  {
    name: '32 runs, or as many as there are boxes, are under way at the same time',
    run: async (subject) => {
      const count = Math.min(32, subject.sandbox.describe().boxes);
      let waiting = count;
      let release = () => {};
      const all = new Promise<void>((resolve) => {
        release = resolve;
      });
      async function* stdin() {
        await all;
        yield Buffer.from('go\n');
      }
      const onStarted = () => {
        waiting -= 1;
        if (waiting === 0) release();
      };
      const wish = () => ({ stdin: { kind: 'stream', chunks: stdin() } as const });
      const runs = Array.from({ length: count }, (_, index) =>
        runShell(subject, `read go; echo ${index}`, wish(), { onStarted }),
      );
      for (const [index, outcome] of (await Promise.all(runs)).entries()) said(outcome, `${index}\n`);
    },
  },
  {
    name: '200 runs, some of them hostile, leave no cgroup, process, descriptor or artefact behind',
    needs: ['steady_memory'],
    run: async (subject) => {
      await runMixture(subject, 40, 8);
      const before = await atRest(subject);
      await runMixture(subject, 200, 8);
      const after = await atRest(subject);
      assert.deepEqual(kept(after), kept(before));
      assert.ok(after.rss - before.rss < 4 << 20, `the launcher grew from ${before.rss} to ${after.rss} bytes`);
    },
  },
];
