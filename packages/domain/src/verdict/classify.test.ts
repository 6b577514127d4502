import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Evidence, type Exit, FIRST_CAUSES, STAGES, WALLS } from '../evidence.js';
import { DEFAULT_LIMITS, LIMIT_FIELDS } from '../limits/table.js';
import type { Limits } from '../limits.js';
import { parseEvidence } from '../record/record.js';
import { classify } from './classify.js';
import { classifyCompile } from './compile.js';
import { isWorthRetrying } from './failure.js';
import { outputIntegrity } from './integrity.js';
import { RULES } from './rules.js';
import { LONG_NAMES, OUTCOMES, RUSTBOX_STATUS, VERDICTS } from './verdicts.js';

// Small numbers meet the limits often; the odd ones are what a broken launcher or a hand-edited file could hold.
const odd = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, Number.MAX_SAFE_INTEGER);
const amount = fc.oneof({ weight: 20, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: odd });

const exit: fc.Arbitrary<Exit> = fc.oneof(
  fc.record({ kind: fc.constant('code' as const), code: fc.constantFrom(0, 1, 137, 255) }),
  fc.record({
    kind: fc.constant('signal' as const),
    signal: fc.constantFrom('SIGKILL', 'SIGSEGV', 'SIGXFSZ', 'SIGSYS', 'SIGXCPU', 'toString', '\u009b', ''),
  }),
);
const stream = fc.record({ bytes: fc.nat(), truncated: fc.boolean() });

const evidence: fc.Arbitrary<Evidence> = fc.record(
  {
    version: fc.constant(1),
    firstCause: fc.constantFrom(...FIRST_CAUSES, 'ended' as const, 'ended' as const),
    exit,
    fault: fc.record({
      stage: fc.constantFrom(...STAGES),
      index: fc.nat(9),
      errno: fc.constantFrom('ENOSPC', 'ENOENT', 'EIO', '\u001b'),
      detail: fc.string(),
    }),
    cpu: fc.record({ total: amount, user: amount, system: amount }),
    wall: amount,
    memory: fc.record({ peak: amount, limit: amount, oomKills: amount, limitEvents: fc.nat(), maxRss: amount }),
    pids: fc.record({ limit: amount, refused: amount }),
    io: fc.record({ stdout: stream, stderr: stream }),
    files: fc.record({
      bytes: amount,
      inodes: amount,
      refused: fc.constantFrom('none' as const, 'scratch' as const, 'file_size' as const),
    }),
    seccomp: fc.record({ syscall: fc.nat(600), architecture: fc.string() }),
    switches: fc.record({ forced: fc.nat(), voluntary: fc.nat() }),
    host: fc.record({
      cgroup: fc.constantFrom('none' as const, 'v1' as const, 'v2' as const),
      kernel: fc.string(),
      launcher: fc.string(),
      steal: fc.nat(),
      pressure: fc.nat(),
    }),
    isolation: fc.record({
      mode: fc.constantFrom('strict' as const, 'permissive' as const),
      walls: fc.subarray([...WALLS]),
      missing: fc.subarray([...WALLS]),
    }),
    timing: fc.record({ box: fc.nat(), start: fc.nat(), end: fc.nat(), prebuilt: fc.boolean() }),
    idle: fc.nat(),
  },
  {
    requiredKeys: [
      'version',
      'firstCause',
      'cpu',
      'wall',
      'memory',
      'pids',
      'io',
      'files',
      'switches',
      'host',
      'isolation',
      'timing',
    ],
  },
);

const limits: fc.Arbitrary<Limits> = fc
  .tuple(...LIMIT_FIELDS.map(() => amount))
  .map((values) => Object.fromEntries(LIMIT_FIELDS.map((field, index) => [field, values[index]])) as unknown as Limits);

const RUNS = { numRuns: 1000 };

describe('classify', () => {
  test('gives an answer to whatever a record holds, and the same one again', () => {
    fc.assert(
      fc.property(evidence, limits, (record, within) => {
        const first = classify(record, within);
        expect(VERDICTS).toContain(first.verdict);
        expect(first.because).not.toMatch(/undefined|native code|\p{Cc}/u);
        expect(classify(structuredClone(record), structuredClone(within))).toEqual(first);
        expect(VERDICTS).toContain(classifyCompile(record, within).verdict);
      }),
      RUNS,
    );
  });

  test('accepts nothing but an end with code 0 within the CPU limit and the output limits', () => {
    fc.assert(
      fc.property(evidence, limits, (record, within) => {
        if (classify(record, within).verdict !== 'AC') return;
        expect(record.firstCause).toBe('ended');
        expect(record.exit).toEqual({ kind: 'code', code: 0 });
        expect(record.cpu.total).toBeLessThanOrEqual(within.cpuTime);
        expect(record.io.stdout.truncated || record.io.stderr.truncated).toBe(false);
      }),
      RUNS,
    );
  });

  test('never takes the memory limit having been met for evidence', () => {
    fc.assert(
      fc.property(evidence, limits, fc.nat(), (record, within, limitEvents) => {
        const other = { ...record, memory: { ...record.memory, limitEvents } };
        expect(classify(other, within)).toEqual(classify(record, within));
      }),
      RUNS,
    );
  });

  test('says MLE only where the kernel killed for memory', () => {
    fc.assert(
      fc.property(evidence, limits, (record, within) => {
        if (classify(record, within).verdict !== 'MLE') return;
        expect(record.firstCause === 'oom_kill' || record.memory.oomKills > 0).toBe(true);
      }),
      RUNS,
    );
  });

  test('blames the submitter for nothing when a fact is missing', () => {
    fc.assert(
      fc.property(evidence, limits, (record, within) => {
        const holed = { ...record, cpu: { ...record.cpu, total: Number.NaN } };
        expect(classify(holed, within)).toMatchObject({ verdict: 'IE', cause: 'ie_missing_evidence' });
      }),
      RUNS,
    );
  });

  test('depends on nothing but what the rule says that it read and the rows above it', () => {
    fc.assert(
      fc.property(evidence, limits, (record, within) => {
        const { provenance } = classify(record, within);
        const row = RULES.find((rule) => rule.cause === provenance.rule);
        expect(Object.keys(provenance.read)).toEqual([...(row?.reads ?? [])]);
      }),
      RUNS,
    );
  });

  test('reaches every rule', () => {
    const samples = fc.sample(fc.tuple(evidence, fc.constantFrom(DEFAULT_LIMITS, { ...DEFAULT_LIMITS, cpuTime: 1 })), {
      numRuns: 10_000,
      seed: 1,
    });
    const reached = new Set(samples.map(([record, within]) => classify(record, within).cause));
    expect(RULES.map((rule) => rule.cause).filter((cause) => !reached.has(cause))).toEqual([]);
  });

  test('calls a first cause that it does not know ours', () => {
    const [record] = fc.sample(evidence, { numRuns: 1, seed: 2 });
    if (record === undefined) throw new Error('no sample');
    const newer = {
      ...record,
      cpu: { total: 0, user: 0, system: 0 },
      memory: { ...record.memory, oomKills: 0 },
      pids: { limit: 1, refused: 0 },
      firstCause: 'meteorite',
    };
    expect(classify(newer as unknown as Evidence, DEFAULT_LIMITS)).toMatchObject({ verdict: 'IE', cause: 'ie_unknown_cause' });
    expect(() => parseEvidence(newer)).toThrow('evidence.firstCause is "meteorite", expected one of ended,');
  });
});

test('causes are unique, and named after their verdict', () => {
  const causes = RULES.map((rule) => rule.cause);
  expect(new Set(causes).size).toBe(causes.length);
  const strangers = RULES.filter(({ cause, verdict }) => !cause.startsWith(`${verdict.toLowerCase()}_`)).map(
    (rule) => rule.cause,
  );
  expect(strangers).toEqual(['cancelled', 're_fatal_signal', 'normal_exit']);
});

test('every verdict has its words', () => {
  expect(new Set(Object.values(LONG_NAMES)).size).toBe(VERDICTS.length);
  expect(VERDICTS.map((verdict) => OUTCOMES[verdict])).not.toContain(undefined);
  expect(RUSTBOX_STATUS.CE).toBe('RE');
});

test('a cancelled run has its own outcome and is not worth another try; our other faults are', () => {
  const [record] = fc.sample(evidence, { numRuns: 1, seed: 3 });
  if (record === undefined) throw new Error('no sample');
  const { idle: _idle, ...moved } = record;
  const whole = {
    ...moved,
    cpu: { total: 0, user: 0, system: 0 },
    memory: { ...record.memory, oomKills: 0 },
    pids: { limit: 1, refused: 0 },
  };
  const cancelled = classify({ ...whole, firstCause: 'cancelled' }, DEFAULT_LIMITS);
  expect(cancelled.outcome).toBe('cancelled');
  expect(isWorthRetrying(cancelled)).toBe(false);
  expect(classify({ ...whole, firstCause: 'cancelled', idle: 2_000_000 }, DEFAULT_LIMITS)).toMatchObject({
    verdict: 'TLE',
    because: 'stopped after 2 s in which nothing was typed and nothing was written',
  });
  const { exit: _, ...unended } = whole;
  expect(isWorthRetrying(classify({ ...unended, firstCause: 'ended' }, DEFAULT_LIMITS))).toBe(true);
});

describe('outputIntegrity', () => {
  const with_ = (change: Partial<Evidence>): Evidence => {
    const [record] = fc.sample(evidence, { numRuns: 1, seed: 4 });
    if (record === undefined) throw new Error('no sample');
    const { exit: _exit, fault: _fault, ...rest } = record;
    const whole = { bytes: 1, truncated: false };
    return { ...rest, firstCause: 'ended', io: { stdout: whole, stderr: whole }, ...change };
  };
  test.each<[string, Partial<Evidence>]>([
    ['complete', { exit: { kind: 'code', code: 3 } }],
    [
      'truncated_by_judge_limit',
      { exit: { kind: 'code', code: 0 }, io: { stdout: { bytes: 9, truncated: true }, stderr: { bytes: 0, truncated: false } } },
    ],
    ['truncated_by_judge_limit', { firstCause: 'wall_limit', exit: { kind: 'signal', signal: 'SIGKILL' } }],
    ['truncated_by_program_close', { exit: { kind: 'signal', signal: 'SIGPIPE' } }],
    ['crash_mid_write', { exit: { kind: 'signal', signal: 'SIGSEGV' } }],
    ['crash_mid_write', { firstCause: 'oom_kill', exit: { kind: 'signal', signal: 'SIGKILL' } }],
    ['write_error', { firstCause: 'fault', fault: { stage: 'launcher', index: 0, errno: 'EIO', detail: 'read' } }],
    ['complete', { firstCause: 'fault', fault: { stage: 'exec', index: 0, errno: 'ENOENT', detail: '/box/x' } }],
    ['write_error', {}],
  ])('%s', (integrity, change) => {
    expect(outputIntegrity(with_(change))).toBe(integrity);
  });
});
