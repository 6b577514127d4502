/**
 * npm run bench:service [-- --quick] [-- --no-save]: what the whole service costs. `POST /api/submit?wait=true` with a hello in
 * Python and in C, beside a loop that forks and execs the same interpreter on the same cores; and 2,000 submitted at once.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describeMachine, machineName } from '../sandbox/machine.mjs';
import { createClient } from './client.mjs';
import { startService } from './service.mjs';

const bench = fileURLToPath(new URL('..', import.meta.url));
const quick = process.argv.includes('--quick');
const SECONDS = quick ? 2 : 10;
const CLIENTS = [1, 8, 64, 256];
const AT_ONCE = quick ? 200 : 2_000;
const SOURCES = {
  python: 'print("hello")',
  c: '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }',
};

const machine = describeMachine();
const bareProgram = compileBare();
const service = await startService();
const client = createClient(service);
try {
  for (const language of Object.keys(SOURCES)) await measure(language, 2, 1);
  const bareBefore = measureBare();
  const results = [];
  for (const language of Object.keys(SOURCES))
    for (const clients of CLIENTS) results.push(say(await measure(language, clients, SECONDS)));
  const burst = say(await submitAtOnce());
  const bareAfter = measureBare();
  const bare = say({
    what: 'fork, exec, wait: python3 -c print("hello")',
    perSecond: Math.max(bareBefore.perSecond, bareAfter.perSecond),
    p50: Math.min(bareBefore.p50, bareAfter.p50),
  });
  const expectations = expectationsOf(results, bare, burst);
  for (const { what, bound, found, met } of expectations)
    process.stdout.write(`${met ? 'met' : 'MISSED'}: ${what}: ${found}, ${bound}\n`);
  if (!quick && !process.argv.includes('--no-save')) save({ bare, results, burst, expectations });
} finally {
  client.close();
  await service.stop();
}

/** @param {string} language @param {number} clients @param {number} seconds */
async function measure(language, clients, seconds) {
  const latencies = [];
  const until = performance.now() + seconds * 1000;
  const began = performance.now();
  const body = { language, code: SOURCES[language] };
  const one = async () => {
    while (performance.now() < until) {
      const start = performance.now();
      const answer = await client.call('POST', '/api/submit?wait=true', body);
      if (answer.body.verdict !== 'AC' || answer.body.stdout !== 'hello\n')
        throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
  return {
    language,
    clients,
    runs: latencies.length,
    perSecond: round(latencies.length / ((performance.now() - began) / 1000)),
    ...figures(latencies),
  };
}

/** Each by a request of its own, as fast as they can be sent; then the time to the last verdict. */
async function submitAtOnce() {
  const began = performance.now();
  const body = { language: 'python', code: SOURCES.python };
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => client.call('POST', '/api/submit', body)));
  const accepted = performance.now() - began;
  const waiting = new Set(answers.filter(({ status }) => status === 202).map(({ body: told }) => told.id));
  const count = waiting.size;
  const verdicts = {};
  while (waiting.size > 0) {
    for (const id of [...waiting]) {
      const { body: result } = await client.call('GET', `/api/result/${id}`);
      if (result.status !== 'completed' && result.status !== 'error') break;
      verdicts[result.verdict] = (verdicts[result.verdict] ?? 0) + 1;
      waiting.delete(id);
    }
    await sleep(20);
  }
  const total = performance.now() - began;
  return {
    what: 'submitted at once',
    submitted: AT_ONCE,
    acknowledged: count,
    verdicts,
    acceptedMs: round(accepted),
    lastVerdictMs: round(total),
    perSecond: round((count * 1000) / total),
  };
}

function compileBare() {
  const target = join(bench, 'build', 'bare');
  mkdirSync(join(bench, 'build'), { recursive: true });
  const source = join(bench, 'native', 'bare.c');
  const { status } = spawnSync('gcc', ['-O2', '-I', join(bench, '../native/launcher'), '-o', target, source], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('gcc cannot compile bare.c');
  return target;
}

function measureBare() {
  const run = (runs, atOnce) => {
    const { stdout } = spawnSync(bareProgram, [String(runs), String(atOnce), '/usr/bin/python3', '-c', SOURCES.python], {
      encoding: 'utf8',
    });
    const [first = '', ...rest] = stdout.trimEnd().split('\n');
    return { elapsed: Number(first.split(' ')[1]), each: rest.map((line) => Number(line) / 1e6) };
  };
  const runs = quick ? 100 : 400;
  return { perSecond: round((runs * 1e9) / run(runs, cpus().length).elapsed), p50: figures(run(runs / 2, 1).each).p50 };
}

function expectationsOf(results, bare, burst) {
  const of = (language, clients) => results.find((one) => one.language === language && one.clients === clients);
  const share = of('python', 64).perSecond / bare.perSecond;
  const over = of('python', 1).p50 - bare.p50;
  const lost = burst.submitted - (burst.verdicts.AC ?? 0);
  return [
    { what: 'runs per second at 64 clients, of the bare ceiling', bound: 'at least 0.4', found: round(share), met: share >= 0.4 },
    { what: 'p50 at 1 client over bare python, ms', bound: 'at most 12', found: round(over), met: over <= 12 },
    { what: 'lost of those submitted at once', bound: 'none', found: lost, met: lost === 0 },
  ];
}

/** @param {number[]} values milliseconds */
function figures(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}

/** @template T @param {T} line @returns {T} */
function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return line;
}

/** @param {object} results */
function save(results) {
  const date = new Date().toISOString().slice(0, 10);
  const path = join(bench, 'results', `${date}-service-${machineName(machine)}.json`);
  mkdirSync(join(bench, 'results'), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ date, machine, node: process.version, ...results }, null, 2)}\n`);
  process.stdout.write(`written: ${path}\n`);
}
