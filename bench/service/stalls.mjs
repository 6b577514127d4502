/** How long the event loops of the API and of the worker were held up, as the service's own metrics tell. */
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 500;
/** What the API's histogram counts of each look, held up or not: see prom-client. */
const RESOLUTION_MS = 10;

/**
 * Milliseconds of the longest turn of each, while `load` lasts and until the worker has told of the end of it.
 * @param {{ url: string, key: string }} service @param {() => Promise<unknown>} load
 */
async function longestTurns(service, load) {
  await readLags(service);
  const longest = { api: 0, worker: 0 };
  const note = (/** @type {typeof longest} */ { api, worker }) => {
    longest.api = Math.max(longest.api, api);
    longest.worker = Math.max(longest.worker, worker);
  };
  let loaded = false;
  const ended = load().finally(() => {
    loaded = true;
  });
  while (!loaded) {
    await Promise.race([sleep(EVERY_MS), ended]);
    note(await readLags(service));
  }
  await ended;
  // A worker tells with its heartbeats.
  await sleep(4_500);
  note(await readLags(service));
  return longest;
}

async function readLags({ url, key }) {
  const answer = await fetch(new URL('/metrics', url), { headers: { 'x-api-key': key } });
  const text = await answer.text();
  const of = (/** @type {string} */ name) =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].map((found) => 1000 * Number(found[1]));
  const round = (/** @type {number} */ value) => Math.round(10 * Math.max(0, value)) / 10;
  return {
    api: round(Math.max(0, ...of('nodejs_eventloop_lag_max_seconds')) - RESOLUTION_MS),
    worker: round(Math.max(0, ...of('worker_event_loop_delay_seconds'))),
  };
}

/** Of which the service returns half a megabyte. */
const OUTPUTS = 'import sys\nfor i in range(1024): sys.stdout.write("x" * 1023 + "\\n")\n';
const PROGRAM_BYTES = 64_000;

/** What may hold up everybody: many who wait, large outputs, and a batch as large as batches may be. */
export async function measureStalls(service, client, { seconds, batchBytes, load }) {
  const outputs = async () => {
    const { body } = await client.call('POST', '/api/submit?wait=true', { language: 'python', code: OUTPUTS });
    if (body.verdict !== 'AC') throw new Error(JSON.stringify(body).slice(0, 500));
  };
  const times = (count, work) => Array.from({ length: count }, work);
  const programs = times(Math.floor(batchBytes / PROGRAM_BYTES), (_, index) => ({ language: 'python', code: programOf(index) }));
  const batch = async () => {
    const { status, body } = await client.call('POST', '/api/batch', { submissions: programs });
    if (status !== 202) throw new Error(JSON.stringify(body).slice(0, 500));
  };
  return {
    '64 clients': await longestTurns(service, () => load(64, seconds)),
    'large outputs, 16 clients': await longestTurns(service, async () => {
      for (let turn = 0; turn < seconds; turn += 1) await Promise.all(times(16, outputs));
    }),
    [`a batch of ${Math.round(batchBytes / 1e6)} MB`]: await longestTurns(service, batch),
  };
}

/** Every line has what must be escaped in JSON. @param {number} index */
function programOf(index) {
  const line = '# "ä"\n';
  return `print(${index})\n${line.repeat(Math.floor((PROGRAM_BYTES - 50) / (Buffer.byteLength(line) + 3)))}`;
}
