import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Box, ISOLATE, isolate } from './command.js';

const folder = mkdtempSync(join(tmpdir(), 'cupel-isolate-'));
let box: Box;

beforeAll(async () => {
  box = await Box.make(911, folder);
});
afterAll(async () => {
  await box.remove();
  rmSync(folder, { recursive: true });
});

const OWN = /^(isolate: )/;

test.each([
  [['--frobnicate'], /unknown option --frobnicate/],
  [['-Z'], /unknown option -Z/],
  [['-b'], /option -b needs a value/],
  [['-b', '1000', '--init'], /whole number up to 999/],
  [['-b', '-1', '--init'], /whole number/],
  [['-t', 'soon', '--run', '--', '/bin/true'], /number of seconds/],
  [['-q', '12', '--init'], /BLOCKS,INODES/],
  [['--init', '--run', '--', 'x'], /only one of/],
  [['--run'], /needs a program/],
  [['--init', 'x'], /one word too many/],
  [['--cg-mem=1', '--run', '--', 'x'], /needs --cg/],
  [['--inherit-fds', '--run', '--', 'x'], /refused/],
  [['--syscalls=0', '--run', '--', 'x'], /always refused/],
  [[], /nothing to do/],
  [['-b', '919', '--run', '--', '/bin/true'], /box 919 is not there/],
] as const)('%j is answered with a sentence and code 2', async (args, message) => {
  const before = readdirSync('/run/cupel');
  const { code, stderr, stdout } = await isolate(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(OWN);
  expect(stderr).toMatch(message);
  expect(readdirSync('/run/cupel')).toEqual(before);
  expect(existsSync('/var/local/lib/cupel-isolate/919')).toBe(false);
});

test('a meta file that cannot be written is told before anything is begun', async () => {
  writeFileSync(join(box.folder, 'untouched'), '');
  const { code, stderr } = await isolate(['-b', '911', '--cg', '-M', '/no/such/meta', '--run', '--', '/bin/touch', 'made']);
  expect(code).toBe(2);
  expect(stderr).toBe('isolate: the meta file /no/such/meta cannot be written: No such file or directory\n');
  expect(readdirSync(box.folder)).toEqual(['untouched']);
  const full = await isolate(['-b', '911', '--cg', '-M', '/dev/full', '--run', '--', '/bin/true']);
  expect(full).toMatchObject({ code: 2 });
  expect(full.stderr).toMatch(/No space left/);
  expect(statSync(box.folder).uid).toBe(0);
});

test('a box that is in use is said to be, and waited for where that is asked', async () => {
  const holder = spawn(ISOLATE, ['-b', '911', '--cg', '--run', '--', '/bin/sleep', '1'], { stdio: 'ignore' });
  while (statSync(box.folder).uid === 0) await sleep(5);
  const refused = await isolate(['-b', '911', '--cg', '--run', '--', '/bin/true']);
  expect(refused.stderr).toMatch(/in use by another process/);
  const waited = await isolate(['-b', '911', '--cg', '--wait', '--run', '--', '/bin/true']);
  expect(waited.code).toBe(0);
  if (holder.exitCode === null) await once(holder, 'exit');
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the box and gives its files back', async (signal) => {
  const meta = join(folder, 'meta');
  const child = spawn(
    ISOLATE,
    ['-b', '911', '--cg', '-M', meta, '-p', '--run', '--', '/bin/sh', '-c', 'echo x >mark; sleep 1000'],
    { stdio: 'ignore' },
  );
  while (!existsSync(join(box.folder, 'mark'))) await sleep(5);
  child.kill(signal);
  const [code] = await once(child, 'exit');
  expect(code).toBe(2);
  expect(readFileSync(meta, 'utf8')).toBe('status:XX\nmessage:interrupted\n');
  expect(statSync(join(box.folder, 'mark')).uid).toBe(0);
  rmSync(join(box.folder, 'mark'));
});

test('what a killed run has left is given back by the next', async () => {
  const child = spawn(ISOLATE, ['-b', '911', '--cg', '-p', '--run', '--', '/bin/sh', '-c', 'echo x >mark; sleep 1000'], {
    stdio: 'ignore',
  });
  while (!existsSync(join(box.folder, 'mark'))) await sleep(5);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const next = await isolate(['-b', '911', '--cg', '--wait', '--run', '--', '/bin/cat', 'mark']);
  expect(next).toMatchObject({ code: 0, stdout: 'x\n' });
  expect(statSync(join(box.folder, 'mark')).uid).toBe(0);
});

test('links in the box lead root nowhere: nothing behind them is given away, read, written or removed', async () => {
  const canary = join(folder, 'canary');
  mkdirSync(canary);
  writeFileSync(join(canary, 'file'), 'untouched');
  const own = await Box.make(912, folder, ['--as-uid=1234', '--cg']);
  symlinkSync(canary, join(own.folder, 'folder'));
  symlinkSync(join(canary, 'file'), join(own.folder, 'out'));
  linkSync(join(canary, 'file'), join(own.folder, 'hard'));
  const before = statSync(join(canary, 'file'));
  const run = (options: readonly string[], argv: readonly string[]) =>
    isolate(['-b', '912', '--as-uid=1234', '--cg', ...options, '--run', '--', ...argv]);
  const redirected = await run(['-o', 'out'], ['/bin/echo', 'overwritten']);
  expect(redirected.code).toBe(2);
  const mounted = await run(['--dir=box/folder=/usr'], ['/bin/true']);
  expect(mounted.code).toBe(2);
  await run(['-p'], ['/bin/sh', '-c', `ln -s ${canary} deeper; ln -s /etc/passwd passwd; mkfifo pipe`]);
  expect(readdirSync(own.folder)).toEqual(['hard']);
  await own.remove();
  expect(existsSync(own.folder)).toBe(false);
  const after = statSync(join(canary, 'file'));
  expect([after.uid, after.size, readFileSync(join(canary, 'file'), 'utf8')]).toEqual([before.uid, before.size, 'untouched']);
});

test('special files stay where that is asked for', async () => {
  await box.run(['-p', '--special-files'], ['/bin/sh', '-c', 'ln -s nowhere link; mkfifo pipe']);
  expect(readdirSync(box.folder)).toEqual(expect.arrayContaining(['link', 'pipe']));
  await box.run([], ['/bin/true']);
  expect(readdirSync(box.folder)).not.toEqual(expect.arrayContaining(['link']));
});

test('folders of any depth are given back and removed', async () => {
  const deep = await Box.make(913, folder);
  const ended = await deep.run(
    ['-p'],
    ['/usr/bin/python3', '-c', 'import os\nfor _ in range(3000): os.mkdir("d"); os.chdir("d")'],
  );
  expect(ended.code).toBe(0);
  await deep.remove();
  expect(existsSync(deep.folder)).toBe(false);
});

test('a setuid copy made in the box is worth nothing in the next run', async () => {
  const made = await box.shell('cp /usr/bin/id own && chmod 4755 own && ./own -u');
  expect(made.code).toBe(0);
  const uid = Number(made.stdout.trim());
  expect(uid).toBeGreaterThan(60000);
  expect(statSync(join(box.folder, 'own')).mode & 0o6000).toBe(0);
});

test('an ordinary user is told that this takes root', async () => {
  const child = spawn(ISOLATE, ['--init'], { uid: 1234, stdio: ['ignore', 'ignore', 'pipe'] });
  const [text] = (await once(child.stderr, 'data')) as [Buffer];
  expect(text.toString()).toMatch(/takes root/);
});

test('version, help, cgroup root', async () => {
  expect((await isolate(['--version'])).stdout).toMatch(/^cupel-isolate \d/);
  expect((await isolate(['--help'])).stdout).toMatch(/^Usage: isolate/);
  expect((await isolate(['--print-cg-root'])).stdout).toMatch(/^\/sys\/fs\/cgroup.*\/cupel\n$/);
  expect((await isolate(['--check-config'])).code).toBe(0);
});
