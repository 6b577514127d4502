import type { RunSpec } from '@cupel/domain';
import { expect, test } from 'vitest';
import { readEvidence } from './evidence.js';
import { Fields, FieldWriter } from './fields.js';
import { architectureName, errnoName, signalName, wallsOf } from './names.js';
import { EVIDENCE_FIELDS as EV } from './protocol.gen.js';
import type { Welcome } from './welcome.js';

const host: Welcome = {
  build: '0.1.0',
  kernel: '6.1.0',
  cgroup: 'v2',
  controllers: [],
  walls: [],
  problems: [],
  profiles: [],
  boxes: 1,
  swept: 0,
  rootless: false,
};
const spec = { limits: { memory: 1000, processes: 10 } } as RunSpec;

const ALL_WALLS = 0x7ff;
const base = {
  EV_CAUSE: 0,
  EV_CPU: 5_999,
  EV_WALL: 7_000,
  EV_MEMORY_PEAK: 100,
  EV_OOM_KILLS: 0,
  EV_WALLS: ALL_WALLS,
  EV_MISSING: 0,
  EV_MODE: 0,
};

const read = (values: Partial<Record<keyof typeof EV, number>>, detail?: string) => {
  const writer = new FieldWriter();
  for (const [name, value] of Object.entries(values)) writer.number(EV[name as keyof typeof EV], value);
  if (detail !== undefined) writer.text(EV.EV_FAULT_DETAIL, detail);
  return readEvidence(new Fields(writer.finish()), spec, host);
};

test('a program that ended by itself', () => {
  const evidence = read({ ...base, EV_EXIT_CODE: 3, EV_PIDS_PEAK: 2, EV_T_BOX: 1_500, EV_STDOUT_BYTES: 9, EV_STDERR_CUT: 1 });
  expect(evidence).toMatchObject({ firstCause: 'ended', exit: { kind: 'code', code: 3 }, cpu: { total: 5 }, wall: 7 });
  expect(evidence.memory).toMatchObject({ peak: 100, limit: 1000, oomKills: 0 });
  expect(evidence.pids).toEqual({ peak: 2, limit: 10, refused: 0 });
  expect(evidence.io).toEqual({ stdout: { bytes: 9, truncated: false }, stderr: { bytes: 0, truncated: true } });
  expect(evidence.host).toMatchObject({ cgroup: 'v2', kernel: '6.1.0', launcher: '0.1.0' });
  expect(evidence.timing).toMatchObject({ box: 1, prebuilt: false });
  expect(evidence.isolation.walls).toHaveLength(11);
  expect(evidence.isolation).toMatchObject({ mode: 'strict', missing: [] });
  expect(evidence).not.toHaveProperty('fault');
  expect(evidence).not.toHaveProperty('seccomp');
});

test('a signal, a forbidden call, a fault', () => {
  expect(read({ ...base, EV_CAUSE: 3, EV_SIGNAL: 9, EV_OOM_KILLS: 1 })).toMatchObject({
    firstCause: 'oom_kill',
    exit: { kind: 'signal', signal: 'SIGKILL' },
  });
  expect(read({ ...base, EV_CAUSE: 5, EV_SECCOMP_NR: 20, EV_SECCOMP_ARCH: 0x40000003 }).seccomp).toEqual({
    syscall: 20,
    architecture: 'i386',
  });
  const fault = read(
    { EV_CAUSE: 7, EV_FAULT_STAGE: 13, EV_FAULT_ERRNO: 2, EV_WALLS: 0, EV_MISSING: 32, EV_MODE: 1 },
    'execve nothing',
  );
  expect(fault).toMatchObject({
    firstCause: 'fault',
    fault: { stage: 'exec', index: 0, errno: 'ENOENT', detail: 'execve nothing' },
  });
  expect(fault.isolation).toEqual({ mode: 'permissive', walls: [], missing: ['cgroup'] });
});

test.each<[string, Parameters<typeof read>[0]]>([
  ['a cause that nobody knows', { ...base, EV_CAUSE: 99 }],
  ['an end without code or signal', base],
  ['a fault without a stage', { ...base, EV_CAUSE: 7 }],
  [
    'nothing about memory',
    { EV_CAUSE: 0, EV_EXIT_CODE: 0, EV_WALL: 1, EV_CPU: 1, EV_WALLS: ALL_WALLS, EV_MISSING: 0, EV_MODE: 0 },
  ],
  ['an unknown reason for refused writes', { ...base, EV_EXIT_CODE: 0, EV_SCRATCH_FULL: 3 }],
])('evidence with %s is refused, not completed', (_name, values) => {
  expect(() => read(values)).toThrow(RangeError);
});

test('counters may be absent where there was no cgroup to count', () => {
  const { EV_CPU, EV_MEMORY_PEAK, EV_OOM_KILLS, ...uncounted } = base;
  expect(read({ ...uncounted, EV_EXIT_CODE: 0, EV_MISSING: 32, EV_MODE: 1 }).memory.peak).toBe(0);
});

test('numbers become names', () => {
  expect([6, 11, 29, 31, 34].map(signalName)).toEqual(['SIGABRT', 'SIGSEGV', 'SIGIO', 'SIGSYS', 'SIG34']);
  expect([0, 1, 11, 80, 999].map(errnoName)).toEqual(['none', 'EPERM', 'EAGAIN', 'ELIBBAD', 'E999']);
  expect([0xc000003e, 0xc00000b7, 0x8].map(architectureName)).toEqual(['x86_64', 'aarch64', '0x8']);
  expect(wallsOf(0b10000000001)).toEqual(['pid', 'seccomp']);
});
