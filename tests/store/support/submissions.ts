import type { Limits } from '@cupel/domain';
import { type Connection, type NewResult, type NewSubmission, newId, type WorkerReport } from '@cupel/store';

export const limits: Limits = {
  wallTime: 10_000_000,
  cpuTime: 5_000_000,
  memory: 268_435_456,
  processes: 64,
  scratchBytes: 67_108_864,
  scratchInodes: 1024,
  stdoutBytes: 1_048_576,
  stderrBytes: 1_048_576,
  fileSize: 16_777_216,
  openFiles: 64,
  stack: 67_108_864,
  cores: 1,
};

const tenant = { tenantId: newId(), principalId: newId() };

export function submission(changes: Partial<NewSubmission> = {}): NewSubmission {
  return {
    ...tenant,
    kind: 'run',
    lane: 'normal',
    language: 'python',
    profile: 'judge',
    requires: ['language:python'],
    source: Buffer.from('print(1)'),
    args: [],
    limits,
    options: {},
    files: [],
    ...changes,
  };
}

export function result(changes: Partial<NewResult> = {}): NewResult {
  return {
    verdict: 'AC',
    cause: 'accepted',
    because: 'ended with code 0',
    exitCode: 0,
    stdout: Buffer.from('1\n'),
    stderr: Buffer.alloc(0),
    cpuTime: 12_000,
    wallTime: 15_000,
    memoryPeak: 8_000_000,
    record: {},
    ...changes,
  };
}

export function worker(id: string, changes: Partial<WorkerReport> = {}): WorkerReport {
  return {
    id,
    host: 'test',
    version: '0',
    capabilities: ['language:python'],
    slots: 2,
    busy: 0,
    state: 'ready',
    details: {},
    ...changes,
  };
}

/** Every test begins with an empty queue; what came before must not be claimed. */
export async function emptyQueue(connection: Connection): Promise<void> {
  await connection.query({ text: 'TRUNCATE submissions, idempotency, outbox, workers CASCADE' });
}

export const anything = { capabilities: ['language:python', 'language:cpp'], limit: 1, held: 0 };
