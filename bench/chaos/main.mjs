/**
 * npm run bench:chaos [-- --quick] [-- --no-save] [-- --seed N]: 10,000 submissions while something is killed with -9 every five
 * seconds, and what the checker then finds. The driver and the checker are those of tests/integration/chaos.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@cupel/store';
import { describeMachine, machineName } from '../sandbox/machine.mjs';
import { startService } from '../service/service.mjs';
import { childOf } from './children.mjs';
import { loadModule } from './load.mjs';
import { summarise } from './summary.mjs';

const bench = fileURLToPath(new URL('..', import.meta.url));
const quick = process.argv.includes('--quick');
const seed = Number(process.argv[process.argv.indexOf('--seed') + 1]) || 20_261_121;
const SUBMISSIONS = quick ? 300 : 10_000;
const KILL_EVERY = quick ? 2_000 : 5_000;
const KILLS = quick ? 8 : 40;
const PARTS = ['worker', 'api', 'launcher', 'postgres'];

const machine = describeMachine();
const { drive } = await loadModule('tests/integration/chaos/driver.ts');
const { check } = await loadModule('tests/integration/chaos/checker.ts');
const { Random } = await loadModule('tests/integration/chaos/random.ts');
const folder = await mkdtemp(join(tmpdir(), 'cupel-chaos-'));
const log = join(folder, 'driver.jsonl');
const service = await startService();
try {
  const kills = new Random(seed).shuffled(Array.from({ length: KILLS }, (_, number) => PARTS[number % PARTS.length]));
  const victim = { ...service, pidOf: (part) => childOf(service.pid, part) };
  await drive(victim, { seed, submissions: SUBMISSIONS, clients: 16, kills, killEvery: KILL_EVERY, log }, 300_000);
  const database = openDatabase({
    connectionString: service.databaseUrl(),
    applicationName: 'checker',
    minConnections: 0,
    maxConnections: 1,
  });
  const wrong = await check(log, database);
  const figures = { ...(await summarise(log, database)), wrong };
  await database.close();
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  if (!quick && !process.argv.includes('--no-save')) save({ seed, killEvery: KILL_EVERY, ...figures });
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await service.stop();
  if (process.exitCode === 0) rmSync(folder, { recursive: true, force: true });
  else process.stdout.write(`The driver's log: ${log}\n`);
}

/** @param {object} results */
function save(results) {
  const date = new Date().toISOString().slice(0, 10);
  const path = join(bench, 'results', `${date}-chaos-${machineName(machine)}.json`);
  mkdirSync(join(bench, 'results'), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ date, machine, node: process.version, ...results }, null, 2)}\n`);
  process.stdout.write(`written: ${path}\n`);
}
