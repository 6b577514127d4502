/** Many submitted at once, each by a request of its own, as fast as they can be sent. */
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { figures, round, SOURCES } from './load.mjs';

const LOOK_MS = 50;
/** For 95 of a hundred, where there are enough cores: see `coresFor`. */
const SOON_MS = 600;

/**
 * Until the last verdict. While they run nobody reads them: what that costs is measured where clients wait. Times are from the first
 * request to what the service says, on the same clock.
 * @param {ReturnType<typeof import('./client.mjs').createClient>} client @param {number} atOnce @param {{ perSecond: number }} bare
 */
export async function submitAtOnce(client, atOnce, bare) {
  const began = Date.now();
  const body = { language: 'python', code: SOURCES.python };
  const answers = await Promise.all(Array.from({ length: atOnce }, () => client.call('POST', '/api/submit', body)));
  const accepted = Date.now() - began;
  const ids = answers.filter(({ status }) => status === 202).map(({ body: told }) => told.id);
  // They begin in the order of their acceptance, so the last one tells when to look at all.
  await resultOf(client, ids.at(-1));
  const results = [];
  for (const id of ids) results.push(await resultOf(client, id));
  const times = results.map(({ completed_at: at }) => Date.parse(at) - began);
  const last = Math.max(...times);
  const { p50, p95, p99 } = figures(times);
  return {
    what: 'submitted at once',
    ...{ submitted: atOnce, acknowledged: ids.length, verdicts: counted(results.map(({ verdict }) => verdict)) },
    ...{ acceptedMs: accepted, p50, p95, p99, lastVerdictMs: last },
    perSecond: round((ids.length * 1000) / last),
    ofBareTime: round(last / ((ids.length * 1000) / bare.perSecond)),
    coresForSoon: coresFor(p95),
    soonMs: SOON_MS,
  };
}

/** Waits for its end. @returns {Promise<any>} */
async function resultOf(client, id) {
  for (;;) {
    const { body } = await client.call('GET', `/api/result/${id}`);
    if (body.status === 'completed' || body.status === 'error') return body;
    await sleep(LOOK_MS);
  }
}

/** Cores like these that the same burst would need: a burst is work, and twice the cores do it in half the time. @param {number} p95 */
function coresFor(p95) {
  return Math.ceil((cpus().length * p95) / SOON_MS);
}

/** @param {readonly string[]} verdicts */
function counted(verdicts) {
  const counts = {};
  for (const verdict of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}
