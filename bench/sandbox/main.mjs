/**
 * npm run bench:sandbox [-- --quick] [-- --no-save]: what a wall costs. The launcher beside its peers, in one run, each
 * in its turn. Prints tables, writes bench/results/<date>-<machine>.json.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saveResults } from '../suite/save.mjs';
import { contenders, findProgram, programs } from './contenders.mjs';
import { startDocker } from './docker.mjs';
import { describeMachine } from './machine.mjs';
import { measureLatency, measureThroughput } from './measure.mjs';
import { expectations, tables } from './report.mjs';

const bench = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const quick = process.argv.includes('--quick');
const LEVELS = [1, 2, 8, 64];

const machine = describeMachine();
const build = join(bench, 'build');
const scratch = mkdtempSync(join(tmpdir(), 'cupel-bench-'));
let docker;
try {
  compile();
  docker = await engine();
  const all = contenders({ build, scratch, launcher: launcherCopy(), docker });
  for (const one of all) if ('absent' in one) say(`left out: ${one.name} (${one.absent})`);
  const present = all.filter((one) => 'command' in one);
  const results = await measure(present);
  const names = present.map((one) => one.name);
  const expected = expectations(results.latency);
  say('', ...tables(results, names));
  for (const { what, most, found, met } of expected)
    say(`${met ? 'met' : 'MISSED'}: ${what}: ${found.toFixed(2)}, at most ${most}`);
  save(present, { ...results, expectations: expected });
} finally {
  await docker?.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** @param {readonly import('./measure.mjs').Contender[]} present */
async function measure(present) {
  const effort = { rounds: quick ? 1 : 4, batchSeconds: quick ? 0.2 : 0.5, fewest: quick ? 3 : 6, most: 1000 };
  const results = { latency: [], throughput: [] };
  for (const program of programs) {
    say(`${program.name} …`);
    results.latency.push(...(await measureLatency(present, program, { ...effort, levels: [] })));
    const rounds = quick ? 1 : 2;
    results.throughput.push(
      ...(await measureThroughput(present, program, results.latency, { ...effort, rounds, fewest: 2, levels: LEVELS })),
    );
  }
  return results;
}

async function engine() {
  const [client, daemon] = ['docker', 'dockerd'].map(findProgram);
  return client && daemon ? startDocker(scratch, client, daemon) : undefined;
}

/** All of a run is of one launcher, even where somebody builds another one meanwhile. */
function launcherCopy() {
  const built = join(root, 'native/launcher/build/cupel-launcher');
  if (!existsSync(built)) return built;
  const copy = join(scratch, 'cupel-launcher');
  copyFileSync(built, copy);
  copyFileSync(join(dirname(built), 'cupel-isolate'), join(scratch, 'cupel-isolate'));
  return copy;
}

function compile() {
  mkdirSync(build, { recursive: true });
  for (const name of ['bare', 'drive', 'program']) {
    const args = ['-O2', '-Wall', '-Wextra', '-Werror', '-I', join(root, 'native/launcher')];
    const run = spawnSync('gcc', [...args, '-o', join(build, name), join(bench, 'native', `${name}.c`)], { stdio: 'inherit' });
    if (run.status !== 0) throw new Error(`gcc cannot compile ${name}.c`);
  }
}

/** @param {readonly import('./measure.mjs').Contender[]} present @param {object} results */
function save(present, results) {
  const who = present.map(({ name, what, version }) => ({ name, what, version }));
  saveResults('', machine, { contenders: who, ...results });
}

/** @param {...string} lines */
function say(...lines) {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
