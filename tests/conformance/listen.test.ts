import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { connectLauncher } from '@cupel/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { compilePrograms } from '../support/compile.js';
import { LAUNCHER, PROGRAM_SOURCES, PROGRAMS } from '../support/paths.js';
import type { Listening } from './case.js';
import { refusedAs, said } from './expect.js';
import { runCommand } from './spec.js';
import { type OwnSubject, openSubject } from './subject.js';

const NOBODY = 65534;

let own: OwnSubject;
let launcher: Listening;

beforeAll(async () => {
  await compilePrograms(PROGRAM_SOURCES, PROGRAMS);
  own = await openSubject({ binary: LAUNCHER, programs: PROGRAMS });
});
afterAll(() => own.close());
beforeEach(async () => {
  launcher = await own.subject.listen();
});
afterEach(() => launcher.stop());

test('two clients share one launcher: what one keeps the other does not know, and together they may ask for more than it has', async () => {
  const [one, two] = await Promise.all([connectLauncher(launcher.path), connectLauncher(launcher.path)]);
  const [first, second] = [one, two].map((sandbox) => ({ ...own.subject, sandbox }));
  if (first === undefined || second === undefined) throw new Error('two were opened');
  const runs = [first, second].flatMap((subject) => Array.from({ length: 8 }, () => runCommand(subject, ['echo', 'done'])));
  for (const outcome of await Promise.all(runs)) said(outcome, 'done\n');
  const { artefact } = await runCommand(first, ['true'], { keep: true });
  if (artefact === undefined) throw new Error('nothing was kept');
  await refusedAs(runCommand(second, ['true'], { artefact }), 'launcher_artefact_gone');
  await one.close();
  said(await runCommand(second, ['echo', 'still here']), 'still here\n');
  await two.close();
});

test('where nobody listens, the message names the socket', async () => {
  await expect(connectLauncher(`${launcher.path}-not`)).rejects.toMatchObject({
    code: 'launcher_connection_lost',
    message: expect.stringContaining(`${launcher.path}-not`),
  });
});

test('another user than the one allowed is turned away, even where the file lets him in', () => {
  chmodSync(dirname(launcher.path), 0o755);
  chmodSync(launcher.path, 0o777);
  const script = 'import socket,sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); print(s.recv(1) == b"")';
  const python = ['-I', '-c', script, launcher.path];
  const { stdout } = spawnSync('/usr/bin/python3', python, { uid: NOBODY, gid: NOBODY, encoding: 'utf8', cwd: '/' });
  expect(stdout).toBe('True\n');
});
