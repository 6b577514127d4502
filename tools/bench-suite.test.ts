import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { emptyResult, readResult, withFailed, withPart } from '../bench/suite/result.mjs';

const MACHINE = { cpu: 'x', cores: 2, kernel: '6.1' };
const idle = (bytes: number) => ({
  total: { bytes, cpuPercent: 1 },
  expectations: [{ what: 'memory', most: 5, found: bytes, met: bytes <= 5 }],
});
const growth = {
  concurrent: [],
  stored: [{ stored: 10, p95: 3 }],
  expectations: [{ what: 'p95', bound: 'at most 2', found: 1, met: true }],
};

test('figures and expectations are those of the parts, each with its bound; a part that is measured again takes its old place', () => {
  const before = withPart(withPart(emptyResult(MACHINE, false), 'idle', idle(9)), 'growth', growth);
  expect(before.expectations).toEqual([
    { part: 'idle', what: 'memory', bound: 'at most 5', found: 9, met: false },
    { part: 'growth', what: 'p95', bound: 'at most 2', found: 1, met: true },
  ]);
  const after = withPart(before, 'idle', idle(4));
  expect(after.expectations.map(({ met }) => met)).toEqual([true, true]);
  expect(after.figures.map(({ name, value }) => [name, value])).toEqual([
    ['idle: memory', 4 / (1 << 20)],
    ['idle: CPU', 1],
    ['growth, 10 stored: p95', 3],
  ]);
});

test('a part that failed is named once, and its old figures are gone; when it succeeds it is named no more', () => {
  const before = withPart(emptyResult(MACHINE, false), 'idle', idle(4));
  const failed = withFailed(withFailed(before, 'idle'), 'idle');
  expect(failed).toMatchObject({ failed: ['idle'], figures: [], expectations: [], parts: {} });
  expect(withPart(failed, 'idle', idle(4)).failed).toEqual([]);
});

test('parts are added to a result of the same machine, measured as thoroughly, and to nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-bench-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'result.json');
  const whole = withPart(emptyResult(MACHINE, false), 'idle', idle(4));
  writeFileSync(path, JSON.stringify(whole));
  expect(readResult(path, { ...MACHINE, loadBefore: 3 }, false)).toEqual(whole);
  expect(() => readResult(path, { ...MACHINE, cores: 4 }, false)).toThrow('another machine');
  expect(() => readResult(path, MACHINE, true)).toThrow('in full');
  writeFileSync(path, JSON.stringify(idle(4)));
  expect(() => readResult(path, MACHINE, false)).toThrow('no result of the suite');
});
