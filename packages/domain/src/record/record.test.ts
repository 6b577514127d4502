import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CupelError } from '../errors/cupel-error.js';
import { RULES_VERSION } from '../verdict/rules.js';
import { type EvidenceRecord, parseEvidence, parseEvidenceRecord, recordEvidence, replay } from './record.js';

const file = new URL('../../golden/tle-cpu-busy-loop.json', import.meta.url);
const json = (): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8'));
const record: EvidenceRecord = parseEvidenceRecord(json());

/** The record with one value put in (or, undefined, taken away) at a dotted path. */
function changed(path: string, value: unknown): unknown {
  const root = json();
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let node = root;
  for (const key of keys) node = node[key] as Record<string, unknown>;
  if (value === undefined) delete node[last];
  else node[last] = value;
  return root;
}

function refusal(value: unknown): CupelError {
  try {
    parseEvidenceRecord(value);
  } catch (error) {
    if (error instanceof CupelError) return error;
    throw error;
  }
  throw new Error('accepted');
}

test('what was recorded is read back as it was', () => {
  const made = recordEvidence('run', record.evidence, record.limits, record.note);
  expect(made).toEqual({ ...record, classified: { ...record.classified, rulesVersion: RULES_VERSION } });
  expect(parseEvidenceRecord(JSON.parse(JSON.stringify(made)))).toEqual(made);
});

test('a replay says whether it agrees with what was said at the time', () => {
  expect(replay(record).agrees).toBe(true);
  const liar = { ...record, classified: { ...record.classified, verdict: 'AC' as const } };
  expect(replay(liar)).toMatchObject({ agrees: false, classification: { verdict: 'TLE' } });
});

describe('a bad record is refused with the path at fault', () => {
  test.each<[string, unknown, string]>([
    ['evidence.cpu.total', undefined, 'evidence.cpu.total is missing, expected a whole number of at least 0'],
    ['evidence.cpu.total', -1, 'evidence.cpu.total is -1,'],
    ['evidence.cpu.total', 1.5, 'evidence.cpu.total is 1.5,'],
    ['evidence.cpu.total', '9', 'evidence.cpu.total is "9",'],
    ['evidence.exit', { kind: 'code' }, 'evidence.exit.code is missing'],
    ['evidence.exit', { kind: 'luck', code: 0 }, 'evidence.exit.kind is "luck", expected one of code, signal'],
    ['evidence.exit', { kind: 'code', code: 0, signal: 'SIGHUP' }, 'evidence.exit.signal is "SIGHUP", expected no such field'],
    ['evidence.exit', null, 'evidence.exit is null, expected an object'],
    ['evidence.isolation.walls', ['pid', 'garden'], 'evidence.isolation.walls[1] is "garden"'],
    ['evidence.extra', 1, 'evidence.extra is 1, expected no such field'],
    ['evidence.memory', [], 'evidence.memory is a list, expected an object'],
    ['limits.memory', 0, 'limits.memory is 0, expected a whole number above 0'],
    ['stage', 'test', 'stage is "test"'],
    ['format', 'other', 'format is "other"'],
    ['classified.verdict', 'OK', 'classified.verdict is "OK"'],
  ])('%s = %j', (path, value, message) => {
    expect(refusal(changed(path, value)).message).toContain(message);
    expect(refusal(changed(path, value)).code).toBe('evidence_bad');
  });

  test.each([[null], [1], ['text'], [[]], [undefined]])('%j', (value) => {
    expect(refusal(value).message).toMatch(/^the record /);
  });

  test('a field named __proto__ is a field like any other', () => {
    const hostile = JSON.parse(JSON.stringify(json()).replace('"format"', '"__proto__":{"stage":"run"},"format"'));
    expect(refusal(hostile).message).toContain('__proto__ is an object, expected no such field');
  });

  test('a newer version is not called a mistake, whatever else it holds', () => {
    const newer = { ...(json().evidence as object), version: 99, novelty: true };
    expect(() => parseEvidence(newer)).toThrow('the record has version 99, this Cupel reads up to 1');
  });

  test('and nothing else is ever thrown', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.constantFrom('evidence', 'evidence.exit', 'evidence.versions', 'evidence.io.stdout', 'limits', 'note', 'classified'),
        (value, path) => {
          try {
            parseEvidenceRecord(changed(path, value));
          } catch (error) {
            expect(error).toBeInstanceOf(CupelError);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
