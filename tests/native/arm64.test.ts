import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { built, findProgram, make, run } from './build.js';

const compiler = findProgram('aarch64-linux-gnu-gcc');
const emulator = findProgram('qemu-aarch64-static');
/** e_machine of an ELF file, and its value for arm64. */
const MACHINE_OFFSET = 18;
const EM_AARCH64 = 183;

const noCompiler = 'no cross compiler: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross';
const noEmulator = 'no emulator: apt-get install qemu-user-static';

test('the launcher compiles for arm64', ({ skip }) => {
  if (compiler === undefined) return skip(noCompiler);
  expect(make('arm64')).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(built('arm64/cupel-launcher')).readUInt16LE(MACHINE_OFFSET)).toBe(EM_AARCH64);
});

test('and starts there', ({ skip }) => {
  if (compiler === undefined) return skip(noCompiler);
  if (emulator === undefined) return skip(noEmulator);
  expect(make('arm64')).toMatchObject({ status: 0 });
  const version = run(emulator, [built('arm64/cupel-launcher'), '--version']);
  expect(version).toMatchObject({ status: 0, stderr: '' });
  expect(version.stdout).toMatch(/^cupel-launcher \d+\.\d+\.\d+/);
});

test.for(['test-filter-lists', 'test-request'])('%s passes there', (name, { skip }) => {
  if (compiler === undefined) return skip(noCompiler);
  if (emulator === undefined) return skip(noEmulator);
  expect(make('arm64-tests')).toMatchObject({ status: 0 });
  expect(run(emulator, [built(`arm64/${name}`)])).toMatchObject({ status: 0, stderr: '' });
});
