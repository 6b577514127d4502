/**
 * npm run bench:languages [-- --quick] [-- --no-save] [-- LANGUAGE...]: how soon a program ends, beside the same program typed into a
 * shell. One run at a time, in turns. Expectations are for the greeting, compiling included; a second of work is run only.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { contenders } from '../sandbox/contenders.mjs';
import { spread } from '../sandbox/figures.mjs';
import { describeMachine } from '../sandbox/machine.mjs';
import { measureLatency } from '../sandbox/measure.mjs';
import { saveResults } from '../suite/save.mjs';
import { Contenders } from './contenders.mjs';
import { cases } from './programs.mjs';

const bench = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const quick = process.argv.includes('--quick');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const ROUNDS = { hello: quick ? 3 : 15, second: quick ? 1 : 7 };
/** A second of work is compared with that of a cold box; bare is beside it now and then. */
const BARE_EVERY = 3;
/** What refills after a run is not waited for: latency is that of full pools. */
const REFILL_MS = 150;
const TRUE_MOST = 4;
const SECOND_MOST = 1.02;

const machine = describeMachine();
const build = join(bench, 'build');
const scratch = mkdtempSync(join(tmpdir(), 'cupel-bench-'));
let measured;
try {
  measured = await Contenders.start({ languages: join(root, 'languages'), scratch, ...prepare() });
  const results = wanted.length > 0 && !wanted.includes('true') ? [] : [await measureTrue()];
  for (const item of cases.filter(({ language }) => wanted.length === 0 || wanted.includes(language))) {
    const toolchain = await measured.toolchain(item);
    if (toolchain === undefined) say(`left out: ${item.language} is not installed`);
    else results.push(await hello(item, toolchain), await second(item, toolchain));
  }
  saveResults('languages', machine, { results, expectations: results.map(({ expectation }) => expectation) });
} finally {
  await measured?.stop();
  rmSync(scratch, { recursive: true, force: true });
}

function prepare() {
  mkdirSync(build, { recursive: true });
  for (const name of ['bare', 'drive']) {
    const args = ['-O2', '-I', join(root, 'native/launcher'), '-o', join(build, name), join(bench, 'native', `${name}.c`)];
    if (spawnSync('gcc', args, { stdio: 'inherit' }).status !== 0) throw new Error(`gcc cannot compile ${name}.c`);
  }
  const binary = join(scratch, 'cupel-launcher');
  copyFileSync(join(root, 'native/launcher/build/cupel-launcher'), binary);
  return { binary, bare: join(build, 'bare') };
}

async function measureTrue() {
  const places = { build, scratch, launcher: join(scratch, 'cupel-launcher') };
  const both = contenders(places).filter(({ name }) => name === 'bare' || name === 'cupel');
  const program = { name: 'true', argv: ['/usr/bin/true'] };
  const effort = { rounds: quick ? 1 : 5, batchSeconds: quick ? 0.2 : 0.6, fewest: 20, most: 1000, levels: [] };
  const [bare, warm] = await measureLatency(both, program, effort);
  return report({ language: 'true', program: 'true', bare, warm }, warm.median / bare.median, TRUE_MOST, 'of bare');
}

async function hello(item, toolchain) {
  await measured.whole('warm', toolchain, item.hello);
  await measured.settled();
  const times = { bare: [], cold: [], warm: [], again: [] };
  for (let round = 0; round < ROUNDS.hello; round += 1) {
    const source = `${item.hello}${item.comment} ${round}\n`;
    times.bare.push(measured.bare(item, source));
    times.cold.push((await measured.whole('cold', toolchain, source)).took);
    times.warm.push((await measured.whole('warm', toolchain, source)).took);
    await sleep(REFILL_MS);
    if (item.compile === undefined) continue;
    const { took, reused } = await measured.whole('warm', toolchain, source);
    if (!reused) throw new Error(`${item.language}: an unchanged program was compiled again`);
    times.again.push(took);
    await sleep(REFILL_MS);
  }
  const figures = spreads(times);
  const row = { language: item.language, program: 'hello', ...figures };
  return report(row, figures.warm.median / figures.bare.median, item.most, 'of bare');
}

/** In turns as well, and from the end of compiling. */
async function second(item, toolchain) {
  const times = { bare: [], cold: [], warm: [] };
  for (let round = 0; round < ROUNDS.second; round += 1) {
    if (round % BARE_EVERY === 0) times.bare.push(measured.bareRun(item, item.second));
    times.cold.push(await measured.runOnly('cold', toolchain, item.second));
    times.warm.push(await measured.runOnly('warm', toolchain, item.second));
    await sleep(REFILL_MS);
  }
  const figures = spreads(times);
  const row = { language: item.language, program: 'a second of work', ...figures };
  return report(row, figures.warm.median / figures.cold.median, SECOND_MOST, 'of cold');
}

/** @param {Record<string, number[]>} times */
function spreads(times) {
  return Object.fromEntries(Object.entries(times).flatMap(([how, some]) => (some.length > 0 ? [[how, spread(some)]] : [])));
}

function report(row, found, most, ofWhat) {
  const met = found <= most;
  say(`${row.language}, ${row.program}`);
  for (const how of ['bare', 'cold', 'warm', 'again'].filter((name) => name in row)) {
    const { median, p95, p99 } = row[how];
    const ratio = (median / row.bare.median).toFixed(2);
    say(`  ${how.padEnd(5)} median ${ms(median)}  p95 ${ms(p95)}  p99 ${ms(p99)}  ${ratio} x bare`);
  }
  const what = `${row.language}, ${row.program}: warm ${ofWhat}`;
  say(`  ${met ? 'met' : 'MISSED'}: warm ${found.toFixed(3)} ${ofWhat}, at most ${most}`);
  return { ...row, expectation: { what, most, found, met } };
}

/** @param {number} nanoseconds */
function ms(nanoseconds) {
  return `${(nanoseconds / 1e6).toFixed(2)} ms`.padStart(10);
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
