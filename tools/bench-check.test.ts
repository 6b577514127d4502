import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compareResults } from '../bench/check/compare.mjs';
import { root } from './process.mjs';

const MACHINE = { cpu: 'x', cores: 2, kernel: '6.1' };
const QUIET = { name: 'python, hello, warm', unit: 'ms', better: 'less' as const, value: 5, noise: 0.01 };
const RATE = { name: 'runs per second', unit: '/s', better: 'more' as const, value: 100, noise: 0.01 };
const SHARE = { name: 'warm of bare', unit: 'of bare', better: 'less' as const, value: 0.4, ratio: true, noise: 0.01 };

const result = (...figures: (typeof QUIET | typeof RATE | typeof SHARE)[]) => ({ machine: MACHINE, figures });
const worseOf = (before: Parameters<typeof compareResults>[0], after: Parameters<typeof compareResults>[1]) =>
  compareResults(before, after).regressions.map(({ name }) => name);

test('what takes a fifth longer is named, and what does a fifth less a second', () => {
  const before = result(QUIET, RATE, SHARE);
  const after = result({ ...QUIET, value: 6 }, { ...RATE, value: 80 }, SHARE);
  expect(worseOf(before, after)).toEqual([RATE.name, QUIET.name]);
});

test('what became better is no regression', () => {
  const comparison = compareResults(result(QUIET, RATE), result({ ...QUIET, value: 3 }, { ...RATE, value: 150 }));
  expect(comparison.regressions).toEqual([]);
  expect(comparison.gains.map(({ name }) => name)).toEqual([QUIET.name, RATE.name]);
});

test('noise is not named: neither a few percent, nor much of a figure that differs by as much within one run', () => {
  expect(worseOf(result(QUIET), result({ ...QUIET, value: 5.4 }))).toEqual([]);
  expect(worseOf(result({ ...QUIET, noise: 0.1 }), result({ ...QUIET, value: 6.5, noise: 0.1 }))).toEqual([]);
  expect(worseOf(result({ ...QUIET, noise: 0.1 }), result({ ...QUIET, value: 9, noise: 0.1 }))).toEqual([QUIET.name]);
});

test('on another machine only ratios are compared', () => {
  const elsewhere = { ...result({ ...QUIET, value: 50 }, { ...SHARE, value: 0.8 }), machine: { ...MACHINE, cpu: 'y' } };
  const comparison = compareResults(result(QUIET, SHARE), elsewhere);
  expect(comparison.regressions.map(({ name }) => name)).toEqual([SHARE.name]);
  expect(comparison.skipped).toBe(1);
});

test('what is measured no more is named; nothing that was lost before is worse than a number without end', () => {
  expect(compareResults(result(QUIET, SHARE), result(SHARE)).gone).toEqual([QUIET.name]);
  const lost = { ...QUIET, name: 'lost', value: 0 };
  expect(worseOf(result(lost), result(lost))).toEqual([]);
  expect(worseOf(result(lost), result({ ...lost, value: 1 }))).toEqual(['lost']);
});

test('the command ends with 1 and the name of a regression, with 0 without one, and with 2 where it cannot tell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-bench-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const check = (...paths: string[]) =>
    spawnSync(process.execPath, [join(root, 'bench/check/main.mjs'), ...paths], { encoding: 'utf8' });
  const before = file('before.json', result(QUIET));
  const slower = check(before, file('after.json', result({ ...QUIET, value: 9 })));
  expect(slower.stdout).toContain(`WORSE   ${QUIET.name}: 5 -> 9 ms`);
  expect(slower.status).toBe(1);
  expect(check(before, before).status).toBe(0);
  expect(check(before, file('part.json', { machine: MACHINE })).stderr).toContain('holds no figures');
  expect(check(before).status).toBe(2);
});
