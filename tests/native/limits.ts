import type { Limits } from '@cupel/domain';

const MIB = 2 ** 20;
const SECOND = 1_000_000;

/** Wide enough for whatever these tests run. */
export const limits: Limits = {
  wallTime: 20 * SECOND,
  cpuTime: 10 * SECOND,
  memory: 128 * MIB,
  processes: 32,
  scratchBytes: 16 * MIB,
  scratchInodes: 100,
  stdoutBytes: MIB,
  stderrBytes: MIB,
  fileSize: 16 * MIB,
  openFiles: 64,
  stack: 8 * MIB,
  cores: 1,
};
