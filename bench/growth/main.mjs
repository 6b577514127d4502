/**
 * npm run bench:growth [-- --quick] [-- --no-save]: how long a submission through HTTP takes while those that are stored grow from
 * 1,000 to 1,000,000, and while those that run at once grow from 1 to 256.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '@cupel/store';
import { describeMachine } from '../sandbox/machine.mjs';
import { createClient } from '../service/client.mjs';
import { figures, measureLoad, round, SOURCES } from '../service/load.mjs';
import { startService } from '../service/service.mjs';
import { saveResults } from '../suite/save.mjs';
import { storeUntil } from './fill.mjs';

const quick = process.argv.includes('--quick');
const STORED = quick ? [1_000, 10_000] : [1_000, 10_000, 100_000, 1_000_000];
const CLIENTS = quick ? [1, 8, 64] : [1, 2, 8, 32, 64, 128, 256];
const SECONDS = quick ? 2 : 8;
const READS = quick ? 20 : 200;
/** As many as a small class that hands in at once. */
const LOAD = 8;
/** What was written a moment ago has reached the disk by then. */
const REST_MS = quick ? 500 : 3_000;
const STORED_MOST = 1.5;

const machine = describeMachine();
const service = await startService();
const client = createClient(service);
const database = openDatabase({
  connectionString: service.databaseUrl(),
  applicationName: 'bench',
  minConnections: 1,
  statementTimeout: 600_000,
});
try {
  await measureLoad(client, 'python', 2, 1);
  const concurrent = [];
  for (const clients of CLIENTS) concurrent.push(say(await measureLoad(client, 'python', clients, SECONDS)));
  const stored = [];
  for (const count of STORED) stored.push(say(await withStored(count)));
  const found = round(stored.at(-1).p95 / stored[0].p95);
  const what = `p95 with ${STORED.at(-1)} submissions stored, of that with ${STORED[0]}`;
  const expectation = { what, most: STORED_MOST, found, met: found <= STORED_MOST };
  process.stdout.write(`${expectation.met ? 'met' : 'MISSED'}: ${what}: ${found}, at most ${STORED_MOST}\n`);
  saveResults('growth', machine, { concurrent, stored, expectations: [expectation] });
} finally {
  await database.close();
  client.close();
  await service.stop();
}

/** @param {number} count of submissions, all judged */
async function withStored(count) {
  const { body } = await client.call('POST', '/api/submit?wait=true', { language: 'python', code: SOURCES.python });
  await storeUntil(database, body.id, count);
  await sleep(REST_MS);
  const load = await measureLoad(client, 'python', LOAD, SECONDS);
  return { stored: count, ...load, readP95: await readP95(body.id) };
}

/** Milliseconds of reading a result. @param {string} id */
async function readP95(id) {
  const times = [];
  for (let turn = 0; turn < READS; turn += 1) {
    const began = performance.now();
    const { status } = await client.call('GET', `/api/result/${id}`);
    if (status !== 200) throw new Error(`${status} for a result that is stored`);
    times.push(performance.now() - began);
  }
  return figures(times).p95;
}

/** @template T @param {T} line @returns {T} */
function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return line;
}
