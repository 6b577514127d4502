import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Box, isolate } from './command.js';

const meta = mkdtempSync(join(tmpdir(), 'cupel-isolate-'));
let box: Box;

beforeAll(async () => {
  box = await Box.make(901, meta);
});
afterAll(async () => {
  await box.remove();
  rmSync(meta, { recursive: true });
});

test('a run that goes well: code 0, its use, and no status', async () => {
  const ended = await box.run([], ['/bin/true']);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toMatch(/^OK \(0\.\d{3} sec real, 0\.\d{3} sec wall\)\n$/);
  expect(Object.keys(ended.meta)).toEqual(['time', 'time-wall', 'max-rss', 'csw-voluntary', 'csw-forced', 'cg-mem', 'exitcode']);
  expect(ended.meta.exitcode).toBe('0');
});

test.each([
  ['an exit code', ['-p'], 'exit 7', { status: 'RE', exitcode: '7', message: 'Exited with error status 7' }],
  ['a signal', ['-p'], 'kill -SEGV $$', { status: 'SG', exitsig: '11', message: 'Caught fatal signal 11' }],
  ['CPU time', ['-p', '-t', '0.2'], 'while :; do :; done', { status: 'TO', killed: '1', message: 'Time limit exceeded' }],
  ['wall time', ['-p', '-w', '0.2'], 'sleep 9', { status: 'TO', killed: '1', message: 'Time limit exceeded (wall clock)' }],
  ['one process by default', [], 'true & wait', { status: 'RE' }],
  ['file size', ['-p', '-f', '10'], 'exec head -c 20000 /dev/zero >big', { status: 'SG', exitsig: '25' }],
  ['memory of the box', ['-p', '--cg-mem=20000'], 'exec tail /dev/zero', { status: 'SG', 'cg-oom-killed': '1', exitsig: '9' }],
  ['address space', ['-p', '-m', '30000'], "exec /usr/bin/python3 -c 'bytearray(10**8)'", { status: 'RE' }],
  ['open files', ['-p', '-n', '20'], 'exec /usr/bin/python3 -c "import os; os.dup2(0, 50)"', { status: 'RE' }],
] as const)('%s', async (_, options, line, expected) => {
  const ended = await box.shell(line, options);
  expect(ended.code).toBe(1);
  expect(ended.meta).toMatchObject(expected);
});

test('time over the limit is told also of a program that ended within its extra time', async () => {
  const burn = 'import time\nwhile time.process_time() < 0.4: pass';
  const ended = await box.run(['-t', '0.2', '-x', '5'], ['/usr/bin/python3', '-c', burn]);
  expect(ended.meta).toMatchObject({ status: 'TO', exitcode: '0' });
  expect(ended.meta.killed).toBeUndefined();
});

test('files of the box become descriptors, and what is written belongs to the caller afterwards', async () => {
  writeFileSync(join(box.folder, 'in'), 'abc');
  const ended = await box.run(['-p', '-i', 'in', '-o', 'out', '-r', 'err'], ['/bin/sh', '-c', 'tr a-z A-Z; echo oops >&2']);
  expect(ended.code).toBe(0);
  expect(readFileSync(join(box.folder, 'out'), 'utf8')).toBe('ABC');
  expect(readFileSync(join(box.folder, 'err'), 'utf8')).toBe('oops\n');
  expect([box.folder, join(box.folder, 'out')].map((path) => statSync(path).uid)).toEqual([0, 0]);
  const both = await box.run(['-p', '-s', '-o', 'out', '--stderr-to-stdout'], ['/bin/sh', '-c', 'echo a; echo b >&2']);
  expect([both.stderr, readFileSync(join(box.folder, 'out'), 'utf8')]).toEqual(['', 'a\nb\n']);
});

test('descriptors of the caller are those of the program unless files are named', async () => {
  const ended = await box.run(['-s'], ['/bin/cat'], 'through');
  expect([ended.stdout, ended.stderr]).toEqual(['through', '']);
});

test('the environment is empty but for what is asked for', async () => {
  const env = { SECRET: 'x', SHOWN: 'y' };
  const none = await box.run(['-s'], ['/usr/bin/env'], '', env);
  expect(none.stdout).toBe('LIBC_FATAL_STDERR_=1\n');
  const some = await box.run(['-s', '-E', 'SHOWN', '--env=OWN=z', '-E', 'ABSENT'], ['/usr/bin/env'], '', env);
  expect(some.stdout).toBe('LIBC_FATAL_STDERR_=1\nSHOWN=y\nOWN=z\n');
  expect((await box.run(['-s', '-e'], ['/usr/bin/env'], '', env)).stdout).toContain('SECRET=x\n');
});

test('the working directory is /box, or below it, or where it is said', async () => {
  expect((await box.run(['-s'], ['/bin/pwd'])).stdout).toBe('/box\n');
  await box.shell('mkdir -p sub');
  expect((await box.run(['-s', '-c', 'sub'], ['/bin/pwd'])).stdout).toBe('/box/sub\n');
  expect((await box.run(['-s', '--chdir=/usr'], ['/bin/pwd'])).stdout).toBe('/usr\n');
});

describe('folders of the host', () => {
  const host = mkdtempSync(join(tmpdir(), 'cupel-dir-'));
  writeFileSync(join(host, 'seen'), 'yes\n', { mode: 0o644 });
  afterAll(() => rmSync(host, { recursive: true }));

  test('are seen where the rule says, and written only where that is said', async () => {
    chmodSync(host, 0o777);
    const read = await box.shell('cat /data/seen && ! touch /data/made', ['-p', '-s', `--dir=data=${host}`]);
    expect(read).toMatchObject({ code: 0, stdout: 'yes\n' });
    expect(existsSync(join(host, 'made'))).toBe(false);
    const written = await box.shell('touch /data/made', ['-p', '-s', `--dir=data=${host}:rw`]);
    expect(written.code).toBe(0);
    expect(existsSync(join(host, 'made'))).toBe(true);
  });

  test('the default ones go with --no-default-dirs, and those that are named stay', async () => {
    const none = await box.run(['-D'], ['/bin/true']);
    expect(none).toMatchObject({ code: 2, meta: { status: 'XX' } });
    const dirs = ['bin', 'lib', 'lib64', 'usr'].map((name) => `--dir=${name}:maybe`);
    expect((await box.run(['-D', ...dirs, '-s'], ['/bin/ls', '/'])).stdout.split('\n')).toContain('usr');
  });

  test('a folder that may be absent, one of its own, and proc', async () => {
    const ended = await box.shell('echo x >/own/x && ! test -e /absent', [
      '-p',
      '-d',
      'absent=/no/such:maybe',
      '-d',
      'own:tmp',
      '-d',
      'proc=proc:fs',
    ]);
    expect(ended.code).toBe(0);
  });

  test.each([
    ['absent=/no/such', /\/no\/such: No such file/],
    ['../etc=/etc', /no plain path/],
    ['x=/etc:loud', /"loud" is none of/],
    ['x=sysfs:fs', /no file system but proc/],
  ])('a rule that cannot be kept is refused: %s', async (rule, message) => {
    const ended = await box.run([`--dir=${rule}`], ['/bin/true']);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(message);
    expect(statSync(box.folder).uid).toBe(0);
  });
});

test('a box with a quota holds that much and no more', async () => {
  const small = await Box.make(902, meta, ['--cg', '-q', '100,10']);
  try {
    const full = await small.shell('head -c 1000000 /dev/zero >big');
    expect(full).toMatchObject({ code: 1, meta: { status: 'RE' } });
    expect(statSync(join(small.folder, 'big')).size).toBeLessThanOrEqual(100 * 1024);
    await small.shell('rm big; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do : >f$i; done');
    expect(readdirSync(small.folder).length).toBeLessThanOrEqual(10);
  } finally {
    await small.remove();
  }
  expect(existsSync(small.folder)).toBe(false);
  expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain('/902/box');
});

test('the network is none, unless it is shared', async () => {
  const argv = ['/usr/bin/python3', '-c', 'import socket; print([name for _, name in socket.if_nameindex()])'];
  expect((await box.run(['-s'], argv)).stdout).toBe("['lo']\n");
  const shared = await box.run(['-s', '--share-net'], argv);
  const names = Object.keys(networkInterfaces()).filter((name) => name !== 'lo');
  for (const name of names) expect(shared.stdout).toContain(`'${name}'`);
  expect(shared.code).toBe(0);
});

test("act for another user: the box is that user's", async () => {
  const theirs = await Box.make(903, meta, ['--as-uid=1234', '--as-gid=1234', '--cg']);
  try {
    expect(statSync(theirs.folder).uid).toBe(1234);
    const other = await isolate(['-b', '903', '--as-uid=1235', '--cg', '--run', '--', '/bin/true']);
    expect(other).toMatchObject({ code: 2, stderr: 'isolate: box 903 is in use by user 1234\n' });
  } finally {
    await theirs.remove();
  }
});
