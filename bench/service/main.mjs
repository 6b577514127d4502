/**
 * npm run bench:service [-- --quick] [-- --no-save]: what the whole service costs. `POST /api/submit?wait=true` with a hello in
 * several languages, each in turns with a loop that forks and execs Python on the same cores; 2,000 submitted at once; the CPU time
 * that a submission costs each part; what holds up their event loops; and one run more at once than there are cores.
 */
import { cpus } from 'node:os';
import { describeMachine } from '../sandbox/machine.mjs';
import { saveResults } from '../suite/save.mjs';
import { bareOf, compileBare, measureBare } from './bare.mjs';
import { submitAtOnce } from './burst.mjs';
import { createClient } from './client.mjs';
import { openMeter } from './cost.mjs';
import { expectationsOf } from './expectations.mjs';
import { measureLoad, round, SOURCES } from './load.mjs';
import { startService } from './service.mjs';
import { measureStalls } from './stalls.mjs';

const quick = process.argv.includes('--quick');
const SECONDS = quick ? 2 : 7;
const CLIENTS = [1, 8, 64, 256];
const AT_ONCE = quick ? 200 : 2_000;
const BARE_RUNS = quick ? 60 : 200;
const BATCH_BYTES = 32e6;
const SLOT_ROUNDS = quick ? 1 : 2;

const machine = describeMachine();
const cores = cpus().length;
const bareProgram = compileBare();
const service = await startService({ CUPEL_BATCH_BYTES: String(2 * BATCH_BYTES) });
const client = createClient(service);
const meter = await openMeter(service);
try {
  const languages = await languagesOf();
  for (const language of languages) await measureLoad(client, language, 2, 1);
  const { results, bare } = await besideBare(languages);
  const burst = say(await submitAtOnce(client, AT_ONCE, bare));
  const cost = say({
    what: 'one submission, python, 64 clients',
    ...(await meter.measure(() => measureLoad(client, 'python', 64, SECONDS))),
  });
  const load = (/** @type {number} */ clients, /** @type {number} */ seconds) => measureLoad(client, 'python', clients, seconds);
  const stalls = say(await measureStalls(service, client, { seconds: SECONDS, batchBytes: BATCH_BYTES, load }));
  const slots = say(await oneMore());
  const expectations = expectationsOf({ results, bare, burst, cost, stalls });
  for (const { what, bound, found, met } of expectations)
    process.stdout.write(`${met ? 'met' : 'MISSED'}: ${what}: ${found}, ${bound}\n`);
  saveResults('service', machine, { bare, results, burst, cost, stalls, slots, expectations });
} finally {
  await meter.close();
  client.close();
  await service.stop();
}

async function languagesOf() {
  const { body: known } = await client.call('GET', '/api/languages');
  return Object.keys(SOURCES).filter((language) => JSON.stringify(known).includes(`"${language}"`));
}

/** @param {readonly string[]} languages */
async function besideBare(languages) {
  const bares = [measureBare(bareProgram, BARE_RUNS)];
  const results = [];
  for (const clients of CLIENTS)
    for (const language of languages) {
      const result = await measureLoad(client, language, clients, SECONDS);
      bares.push(measureBare(bareProgram, BARE_RUNS));
      // Beside what was bare just before and just after: others may use the machine as well.
      const ceiling = (bares.at(-2).perSecond + bares.at(-1).perSecond) / 2;
      const perSecondPerCore = round(result.perSecond / cores);
      results.push(say({ ...result, perSecondPerCore, ofBare: round(result.perSecond / ceiling) }));
    }
  return { results, bare: say(bareOf(bares)) };
}

/** Whether one run more than there are cores fills the moments between two runs; in turns with a second service. */
async function oneMore() {
  const other = await startService({ CUPEL_MAX_SLOTS: String(cores + 1) });
  const clientOfOther = createClient(other);
  try {
    await measureLoad(clientOfOther, 'python', 64, 1);
    const rates = { [cores]: 0, [cores + 1]: 0 };
    for (let turn = 0; turn < SLOT_ROUNDS; turn += 1) {
      rates[cores] += (await measureLoad(client, 'python', 64, SECONDS)).perSecond / SLOT_ROUNDS;
      rates[cores + 1] += (await measureLoad(clientOfOther, 'python', 64, SECONDS)).perSecond / SLOT_ROUNDS;
    }
    return { what: 'runs a second with so many at once, python, 64 clients', ...rates };
  } finally {
    clientOfOther.close();
    await other.stop();
  }
}

/** @template T @param {T} line @returns {T} */
function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return line;
}
