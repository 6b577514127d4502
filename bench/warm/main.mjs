/**
 * npm run bench:warm [-- --quick] [-- --no-save]: what an interpreter costs that must boot first. For each language a bare
 * shell's command, the same in a box, and the same with an interpreter that waits; each in its turn, one run at a time,
 * and then 8 at once. A second program computes for about a second: being warm must not change that.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine } from '../sandbox/machine.mjs';
import { measureLatency, measureThroughput } from '../sandbox/measure.mjs';
import { saveResults } from '../suite/save.mjs';

const bench = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const quick = process.argv.includes('--quick');
const BUSY = 'x = 0\nfor i in range(9_000_000):\n    x = (x * 31 + i) % 1000003\nprint(x)\n';
const PYTHON = { language: 'python', argv: ['/usr/bin/python3', '-B', '-s'] };
const CASES = [
  { ...PYTHON, name: 'python, hello', source: 'print("hello")\n', most: 0.5 },
  { ...PYTHON, name: 'python, five modules', source: 'import re, json, collections, random, heapq\nprint("hello")\n', most: 0.5 },
  // One at a time, what refills between two runs is not measured, as it is not waited for: the latency of a full pool. At 8 at
  // once nobody pauses: what can be sustained, most runs cold, for a process that is used once must boot once.
  {
    language: 'javascript',
    argv: ['/usr/bin/node'],
    name: 'javascript, hello',
    source: 'console.log("hello")\n',
    most: 0.4,
    pause: 100,
  },
  { ...PYTHON, name: 'python, a second of work', source: BUSY, most: 1.1, long: true },
];

const machine = describeMachine();
const build = join(bench, 'build');
const scratch = mkdtempSync(join(tmpdir(), 'cupel-bench-'));
try {
  const launcher = prepare();
  const results = [];
  for (const item of CASES) results.push(await measure(item, launcher));
  saveResults('warm', machine, { results });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @param {typeof CASES[number]} item @param {string} launcher */
async function measure(item, launcher) {
  const file = join(scratch, 'program');
  writeFileSync(file, item.source);
  const program = { name: item.name, argv: [...item.argv, 'program'] };
  const present = contenders(item, launcher, file);
  const long = 'long' in item;
  const effort = {
    rounds: quick ? 1 : 5,
    batchSeconds: quick ? 0.3 : long ? 4 : 1,
    fewest: long ? 3 : 20,
    most: 1000,
    levels: long ? [] : [8],
  };
  const latency = await measureLatency(present, program, effort);
  const throughput = await measureThroughput(present, program, latency, { ...effort, rounds: quick ? 1 : 2 });
  report(item, latency, throughput);
  return { program: item.name, latency, throughput };
}

/** @param {typeof CASES[number]} item @param {string} launcher @param {string} file */
function contenders({ language, argv, pause = 0 }, launcher, file) {
  const drive = (/** @type {number} */ runs, /** @type {number} */ atOnce) => [
    join(build, 'drive'),
    launcher,
    `${runs}`,
    `${atOnce}`,
    file,
    ...argv,
    'program',
  ];
  return [
    { name: 'bare', command: (runs, atOnce) => [join(build, 'bare'), `${runs}`, `${atOnce}`, ...argv, file] },
    { name: 'cold', command: drive },
    {
      name: 'warm',
      command: (runs, atOnce) => [
        '/usr/bin/env',
        `TEMPLATE=${language}`,
        `PAUSE=${atOnce === 1 ? pause : 0}`,
        ...drive(runs, atOnce),
      ],
    },
  ].map((one) => ({ what: '', version: '', ...one }));
}

function report({ name, most }, latency, throughput) {
  say('', name);
  const [bare] = latency;
  for (const row of latency) {
    const ratio = (row.median / bare.median).toFixed(2);
    const rate = throughput.find(({ contender }) => contender === row.contender);
    const perSecond = rate === undefined ? '' : `, 8 at once ${rate.perSecond.toFixed(0)} per second`;
    say(
      `  ${row.contender.padEnd(5)} median ${ms(row.median)}  p99 ${ms(row.p99)}  least ${ms(row.least)}  ${ratio} x bare${perSecond}`,
    );
  }
  const found = latency[2].median / bare.median;
  say(`  ${found <= most ? 'met' : 'MISSED'}: warm ${found.toFixed(2)} x bare, at most ${most}`);
}

function ms(nanoseconds) {
  return `${(nanoseconds / 1e6).toFixed(2)} ms`;
}

function prepare() {
  mkdirSync(build, { recursive: true });
  for (const name of ['bare', 'drive']) {
    const args = ['-O2', '-Wall', '-Wextra', '-Werror', '-I', join(root, 'native/launcher')];
    const run = spawnSync('gcc', [...args, '-o', join(build, name), join(bench, 'native', `${name}.c`)], { stdio: 'inherit' });
    if (run.status !== 0) throw new Error(`gcc cannot compile ${name}.c`);
  }
  const copy = join(scratch, 'cupel-launcher');
  copyFileSync(join(root, 'native/launcher/build/cupel-launcher'), copy);
  return copy;
}

/** @param {...string} lines */
function say(...lines) {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
