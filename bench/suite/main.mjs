/**
 * npm run bench [-- --quick] [-- --no-save] [-- PART...]: every benchmark in its turn, then one result file with the machine and plots
 * of it. A part that fails is named, the others go on, and the suite fails in the end.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine, machineName } from '../sandbox/machine.mjs';
import { figuresOf } from './figures.mjs';
import { drawPlots } from './plots.mjs';
import { today } from './save.mjs';

const bench = fileURLToPath(new URL('..', import.meta.url));
const quick = process.argv.includes('--quick');
const PARTS = ['languages', 'sandbox', 'warm', 'judge', 'service', 'crowd', 'idle', 'growth', 'leaderboard'];
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = wanted.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`no part of the suite: ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);

const machine = describeMachine();
const scratch = mkdtempSync(join(tmpdir(), 'cupel-bench-suite-'));
const failed = [];
const parts = {};
try {
  for (const part of wanted.length > 0 ? wanted : PARTS) {
    process.stdout.write(`\n== ${part}\n`);
    const found = run(part);
    if (found === undefined) failed.push(part);
    else parts[part] = found;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const expectations = Object.entries(parts).flatMap(([part, { expectations: some = [] }]) =>
  some.map((one) => ({ part, ...one })),
);
process.stdout.write('\n== expectations\n');
for (const { part, what, bound, most, found, met } of expectations)
  process.stdout.write(
    `${met ? 'met   ' : 'MISSED'} ${part}: ${what}: ${Number(found.toPrecision(3))}, ${bound ?? `at most ${most}`}\n`,
  );
if (failed.length > 0) process.stdout.write(`FAILED: ${failed.join(', ')}\n`);
if (!process.argv.includes('--no-save')) save();
process.exitCode = failed.length > 0 ? 1 : 0;

/** What it saved; undefined if it failed. @param {string} part */
function run(part) {
  const into = join(scratch, `${part}.json`);
  const args = [join(bench, part, 'main.mjs'), `--into=${into}`, ...(quick ? ['--quick'] : [])];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0 || !existsSync(into)) return undefined;
  const { date, machine: where, node, quick: hurried, ...found } = JSON.parse(readFileSync(into, 'utf8'));
  return { loadBefore: where.loadBefore, ...found };
}

function save() {
  const stem = join(bench, 'results', `${today()}-suite-${quick ? 'quick-' : ''}${machineName(machine)}`);
  mkdirSync(join(bench, 'results'), { recursive: true });
  const figures = Object.entries(parts).flatMap(([part, found]) => figuresOf(part, found));
  const result = { date: today(), ...(quick && { quick }), machine, node: process.version, failed, figures, expectations, parts };
  writeFileSync(`${stem}.json`, `${JSON.stringify(result, null, 2)}\n`);
  for (const path of [`${stem}.json`, ...drawPlots(parts, stem)]) process.stdout.write(`written: ${path}\n`);
}
