import { DEFAULT_LIMITS, type Evidence, WALLS } from '@cupel/domain';
import type { Submission } from '@cupel/store';
import { expect, test } from 'vitest';
import type { ResultRecord } from '../jobs/result-record.js';
import { ResultSchema } from './schema.js';
import { serializeResult } from './serialize.js';

const waiting: Submission = {
  id: '0196f0a0-0000-7000-8000-000000000000',
  tenantId: 't',
  principalId: 'p',
  keyId: null,
  batchId: null,
  reference: null,
  kind: 'execution',
  lane: 'normal',
  language: 'cpp',
  version: null,
  profile: 'judge',
  state: 'queued',
  verdict: null,
  cause: null,
  because: null,
  createdAt: new Date(1000),
  startedAt: null,
  completedAt: null,
  expiresAt: null,
  problemId: null,
  judgingId: null,
  options: {},
  result: null,
};

const evidence: Evidence = {
  version: 1,
  firstCause: 'ended',
  exit: { kind: 'signal', signal: 'SIGSEGV' },
  cpu: { total: 1_500_000, user: 1_000_000, system: 500_000 },
  wall: 2_000_000,
  memory: { peak: 4096, limit: 8192, oomKills: 0, limitEvents: 0, maxRss: 4096 },
  pids: { limit: 64, refused: 0 },
  io: { stdout: { bytes: 3, truncated: false }, stderr: { bytes: 0, truncated: false } },
  files: { bytes: 0, inodes: 0, refused: 'none' },
  switches: { forced: 0, voluntary: 0 },
  host: { cgroup: 'v2', kernel: '6.1', launcher: '0', steal: 0, pressure: 0 },
  isolation: { mode: 'strict', walls: WALLS, missing: [] },
  timing: { box: 1, start: 1, end: 1, prebuilt: true },
};

const record: ResultRecord = {
  outcome: 'runtime_error',
  provenance: null,
  language: { id: 'cpp', version: '17' },
  limits: DEFAULT_LIMITS,
  evidence,
  compile: { step: 'compile', verdict: 'AC', cause: 'x', because: 'y', truncated: false, limits: DEFAULT_LIMITS, evidence },
  truncated: { stdout: true, stderr: false },
  normalised: ['main.cpp'],
  phases: { compile: 300_000, run: 2_000_000, total: 2_400_000 },
};

const completed: Submission = {
  ...waiting,
  state: 'completed',
  verdict: 'SIG',
  cause: 'signal',
  because: 'killed by SIGSEGV',
  startedAt: new Date(1500),
  completedAt: new Date(4000),
  result: {
    epoch: 1,
    workerId: 'w',
    exitCode: null,
    signal: 'SIGSEGV',
    stdout: Buffer.from([97, 255, 98]),
    stderr: Buffer.from('é'),
    compileOutput: Buffer.from('warning'),
    cpuTime: 1_500_000,
    wallTime: 2_000_000,
    memoryPeak: 4096,
    record: { ...record },
  },
};

test('what is written is what the schema says, with nothing besides', () => {
  for (const submission of [waiting, completed, { ...waiting, state: 'cancelled' as const }]) {
    const written = JSON.parse(JSON.stringify(serializeResult(submission, { base64: true })));
    expect(ResultSchema.strict().safeParse(written).error).toBeUndefined();
  }
});

test('seconds, bytes, phases, and bytes that are no text', () => {
  expect(serializeResult(completed, { base64: false })).toMatchObject({
    status: 'completed',
    version: '17',
    cpu_time: 1.5,
    wall_time: 2,
    memory_peak: 4096,
    stdout: 'a\uFFFDb',
    stdout_lossy: true,
    stdout_base64: Buffer.from([97, 255, 98]).toString('base64'),
    stderr: 'é',
    stderr_lossy: false,
    truncated: { stdout: true, stderr: false },
    timing: { queued: 0.5, compile: 0.3, run: 2, total: 3 },
    compile: { verdict: 'AC', output: 'warning', signal: 'SIGSEGV' },
    limits: { wall_time: 30, memory: 268_435_456 },
    normalised_line_ends: ['main.cpp'],
  });
  expect(serializeResult(completed, { base64: false })).not.toHaveProperty('stderr_base64');
});

test('why there is no verdict is told in error_message alone', () => {
  expect(serializeResult({ ...waiting, state: 'cancelled' }, { base64: false })).toMatchObject({
    status: 'error',
    error_message: 'cancelled',
    outcome: 'cancelled',
  });
  const failed = { ...waiting, state: 'failed' as const, verdict: 'IE', because: 'judging failed on our side' };
  expect(serializeResult(failed, { base64: false })).toMatchObject({
    status: 'error',
    verdict: 'IE',
    error_message: 'judging failed on our side',
  });
  expect(serializeResult(completed, { base64: false }).error_message).toBeNull();
});
