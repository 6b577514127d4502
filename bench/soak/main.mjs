/**
 * npm run bench:soak [-- --runs N] [-- --no-save]: 100,000 runs, 5 % of them hostile, with every box in use. Afterwards
 * nothing may be left, memory must be where it was, and the slowest runs must be no slower at the end than at the start.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startLauncher } from '@cupel/sandbox';
import { spread } from '../sandbox/figures.mjs';
import { describeMachine, machineName } from '../sandbox/machine.mjs';
import { findLauncher, leftovers, residentOf } from './leftovers.mjs';
import { hostile, plain } from './mixture.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100000' }, 'no-save': { type: 'boolean', default: false } },
});
const RUNS = Number(values.runs);
const HOSTILE_EVERY = 20;
const PARTS = 10;
/** Slots that nobody needs give their cgroups back after some seconds. */
const REST_MS = 8000;
const MIB = 1 << 20;
/** A heap breathes; a leak of 1 KiB for each run would show a hundred times as much. */
const GROWTH_MOST = 16 * MIB;
const SLOWER_MOST = 1.5;

const scratch = mkdtempSync(join(tmpdir(), 'cupel-soak-'));
const binary = join(scratch, 'cupel-launcher');
copyFileSync(fileURLToPath(new URL('../../native/launcher/build/cupel-launcher', import.meta.url)), binary);

const machine = describeMachine();
const launcher = await startLauncher({ binary });
const { boxes } = launcher.describe();
const pid = findLauncher();
const attacks = Object.values(hostile);
/** @type {{ plain: number[], others: Record<string, number>, memory: object[] }} */
const seen = { plain: [], others: {}, memory: [] };
let begun = 0;

/** @param {number} index */
async function runOne(index) {
  const isHostile = index % HOSTILE_EVERY === HOSTILE_EVERY - 1;
  const spec = isHostile ? attacks[Math.floor(index / HOSTILE_EVERY) % attacks.length] : plain;
  const asked = process.hrtime.bigint();
  const { evidence, artefact } = await launcher.run(spec, { keepBytes: 0 });
  if (artefact !== undefined) launcher.release(artefact);
  if (!isHostile) {
    seen.plain.push(Number(process.hrtime.bigint() - asked));
    if (evidence.exit?.kind !== 'code' || evidence.exit.code !== 0)
      throw new Error(`a plain run ended otherwise than it should: ${JSON.stringify(evidence)}`);
    return;
  }
  // Starting nothing is the caller's fault; any other fault would be ours.
  if (evidence.firstCause === 'fault' && evidence.fault?.stage !== 'exec')
    throw new Error(`a hostile run made us fail: ${JSON.stringify(evidence)}`);
  seen.others[evidence.firstCause] = (seen.others[evidence.firstCause] ?? 0) + 1;
}

/** @param {number} until */
async function runUntil(until) {
  const inTurn = async () => {
    while (begun < until) await runOne(begun++);
  };
  await Promise.all(Array.from({ length: boxes }, inTurn));
}

async function atRest() {
  await sleep(REST_MS);
  const { running, artefacts, cgroups, processes, descriptors } = await launcher.status();
  return { running, artefacts, cgroups, processes, descriptors, ...leftovers(pid) };
}

function memory() {
  collectGarbage();
  // What the heap holds, and not what Node has once asked the system for and keeps.
  const { heapUsed, external } = process.memoryUsage();
  return { launcher: residentOf(pid), worker: heapUsed + external };
}

function collectGarbage() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** Every box once, and what grows to its size does. */
const warmUp = Math.max(boxes * 4, RUNS / 20);
await runUntil(warmUp);
const before = await atRest();
seen.plain.length = 0;
const first = memory();
const started = Date.now();
const parts = [];
for (let part = 1; part <= PARTS; part += 1) {
  const from = seen.plain.length;
  await runUntil(warmUp + (RUNS * part) / PARTS);
  const figures = { runs: begun - warmUp, ...spread(seen.plain.slice(from)), memory: memory() };
  parts.push(figures);
  const [mid, slow] = [figures.median, figures.p99].map((ns) => (ns / 1e6).toFixed(1));
  const held = Object.entries(figures.memory).map(([who, bytes]) => `${who} ${(bytes / MIB).toFixed(1)} MB`);
  console.log(`${begun} runs: median ${mid} ms, p99 ${slow} ms, ${held.join(', ')}`);
}
const seconds = (Date.now() - started) / 1000;
const after = await atRest();
const last = memory();
await launcher.close();
rmSync(scratch, { recursive: true });

/** The better of the two at either end: a minute in which the machine had other work to do must not decide. */
const p99 = (/** @type {{ p99: number }[]} */ some) => Math.min(...some.map((part) => part.p99));
const slower = p99(parts.slice(-2)) / p99(parts.slice(0, 2));
const left = Object.entries(after).filter(
  ([what, count]) => what !== 'files' && count > before[/** @type {keyof typeof before} */ (what)],
);
const expectations = [
  { what: 'kinds of things left behind', found: left.length, most: 0 },
  { what: 'growth of the launcher, MiB', found: (last.launcher - first.launcher) / MIB, most: GROWTH_MOST / MIB },
  { what: 'growth of the worker, MiB', found: (last.worker - first.worker) / MIB, most: GROWTH_MOST / MIB },
  { what: 'p99 at the end over p99 at the start', found: slower, most: SLOWER_MOST },
].map((one) => ({ ...one, met: one.found <= one.most }));

console.log(
  `${RUNS} runs in ${seconds.toFixed(0)} s, ${boxes} at once; how the hostile ones ended: ${JSON.stringify(seen.others)}`,
);
console.log(`before ${JSON.stringify(before)}\nafter  ${JSON.stringify(after)}`);
for (const { what, found, most, met } of expectations)
  console.log(`${met ? 'met' : 'MISSED'}: ${what}: ${found.toFixed(2)}, at most ${most}`);
process.exitCode = expectations.every(({ met }) => met) ? 0 : 1;
if (!values['no-save']) {
  const folder = fileURLToPath(new URL('../results/', import.meta.url));
  const path = join(folder, `${new Date().toISOString().slice(0, 10)}-soak-${machineName(machine)}.json`);
  const facts = { machine, runs: RUNS, atOnce: boxes, seconds, hostile: Object.keys(hostile), causes: seen.others };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...facts, parts, before, after, expectations }, null, 2)}\n`);
  console.log(`written: ${path}`);
}
