/**
 * npm run bench [-- --quick] [-- --no-save] [-- --add-to=FILE] [-- PART...]: every benchmark in its turn, then one result file with the
 * machine and plots of it. What was measured is saved after each part. A part that fails, or takes too long, is named, the others go on,
 * and the suite fails in the end. With --add-to the parts replace those of a result that is there already.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine } from '../sandbox/machine.mjs';
import { drawPlots } from './plots.mjs';
import { emptyResult, readResult, withFailed, withPart } from './result.mjs';
import { resultPath, writeResult } from './save.mjs';

const bench = fileURLToPath(new URL('..', import.meta.url));
const quick = process.argv.includes('--quick');
const PARTS = ['languages', 'sandbox', 'warm', 'judge', 'service', 'crowd', 'idle', 'growth', 'leaderboard'];
const PART_MOST_MS = 15 * 60_000;
const addTo = process.argv.find((argument) => argument.startsWith('--add-to='))?.slice('--add-to='.length);
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = wanted.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`no part of the suite: ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);

const machine = describeMachine();
const path = addTo ?? resultPath(`suite${quick ? '-quick' : ''}`, machine);
const scratch = mkdtempSync(join(tmpdir(), 'cupel-bench-suite-'));
let result = addTo === undefined ? emptyResult(machine, quick) : readResult(addTo, machine, quick);
try {
  for (const part of wanted.length > 0 ? wanted : PARTS) {
    say(`\n== ${part}`);
    const found = run(part);
    result = found === undefined ? withFailed(result, part) : withPart(result, part, found);
    save();
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
say('\n== expectations');
for (const { part, what, bound, found, met } of result.expectations)
  say(`${met ? 'met   ' : 'MISSED'} ${part}: ${what}: ${Number(found.toPrecision(3))}, ${bound}`);
if (result.failed.length > 0) say(`FAILED: ${result.failed.join(', ')}`);
if (existsSync(path)) for (const one of [path, ...drawPlots(result.parts, path.replace(/\.json$/, ''))]) say(`written: ${one}`);
process.exitCode = result.failed.length > 0 ? 1 : 0;

/** What it saved, and how long it took; undefined if it failed. @param {string} part */
function run(part) {
  const into = join(scratch, `${part}.json`);
  const args = [join(bench, part, 'main.mjs'), `--into=${into}`, ...(quick ? ['--quick'] : [])];
  const began = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], timeout: PART_MOST_MS });
  const seconds = Math.round((performance.now() - began) / 1000);
  say(`${part} ${status === 0 ? 'took' : 'FAILED after'} ${seconds} s`);
  if (status !== 0 || !existsSync(into)) return undefined;
  const { date, machine: where, node, quick: hurried, ...found } = JSON.parse(readFileSync(into, 'utf8'));
  return { loadBefore: where.loadBefore, tookSeconds: seconds, ...found };
}

function save() {
  if (!process.argv.includes('--no-save')) writeResult(path, result);
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
