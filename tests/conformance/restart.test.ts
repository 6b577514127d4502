import { readdirSync, readFileSync } from 'node:fs';
import { type Launcher, startLauncher } from '@cupel/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LAUNCHER } from '../support/paths.js';
import type { Subject } from './case.js';
import { endedWith, refusedAs } from './expect.js';
import { runCommand, runShell, textOf } from './spec.js';

/** A line of /proc/PID/stat, for as long as the process is more than a zombie. */
const OWN = new RegExp(`\\(cupel-launcher\\) [^ZX] ${process.pid} `);

/** Launchers that this process has started, by their process numbers. */
const ownLaunchers = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return OWN.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
      } catch {
        return false;
      }
    })
    .map(Number);

let sandbox: Launcher;
let subject: Subject;
let pid: number;

beforeEach(async () => {
  const before = ownLaunchers();
  sandbox = await startLauncher({ binary: LAUNCHER, boxes: 4 });
  const [started] = ownLaunchers().filter((each) => !before.includes(each));
  if (started === undefined) throw new Error('the launcher was started, but is no process of ours');
  pid = started;
  const unused = () => Promise.reject(new Error('not for these tests'));
  subject = { sandbox, profile: 'judge', program: () => new Uint8Array(), putBlob: unused, listen: unused };
});
afterEach(() => sandbox.close());

test('a launcher that is killed loses its runs, which may be asked for again, and is started again by the next', async () => {
  const runs = [1, 2].map(() => runCommand(subject, ['sleep', '1000'], {}, { onStarted: () => process.kill(pid, 'SIGKILL') }));
  for (const run of runs) await expect(run).rejects.toMatchObject({ code: 'launcher_died', retriable: true });
  endedWith(await runCommand(subject, ['true']), 0);
  expect(ownLaunchers()).not.toContain(pid);
});

test('what the dead launcher kept is gone, and no other program is found under its name', async () => {
  const keep = (text: string) => runShell(subject, `echo ${text} > file`, { keep: true });
  const { artefact: lost } = await keep('lost');
  const asleep = runCommand(subject, ['sleep', '1000'], {}, { onStarted: () => process.kill(pid, 'SIGKILL') });
  await refusedAs(asleep, 'launcher_died');
  const { artefact: fresh } = await keep('fresh');
  if (lost === undefined || fresh === undefined) throw new Error('nothing was kept');
  await refusedAs(runCommand(subject, ['cat', '/program/file'], { artefact: lost }), 'launcher_artefact_gone');
  expect(textOf((await runCommand(subject, ['cat', '/program/file'], { artefact: fresh })).stdout)).toBe('fresh\n');
});

test('after the end of the sandbox nothing of it is left, and nothing can be asked of it', async () => {
  const asleep = runCommand(subject, ['sleep', '1000'], {}, { onStarted: () => void sandbox.close() });
  await refusedAs(asleep, 'launcher_died');
  await sandbox.close();
  expect(ownLaunchers()).not.toContain(pid);
  await refusedAs(runCommand(subject, ['true']), 'launcher_not_started');
});
