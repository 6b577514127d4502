/**
 * npm run bench:leaderboard [-- --quick] [-- --no-save]: what reading a board costs with 1,000, 100,000 and 1,000,000 submissions,
 * while nothing happens and while 200 a second are judged; and how far behind a board then is.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '@cupel/store';
import { describeMachine } from '../sandbox/machine.mjs';
import { startService } from '../service/service.mjs';
import { saveResults } from '../suite/save.mjs';
import { handIn, join, makeContest, makeWorld, PEOPLE, PROBLEMS } from './fill.mjs';

const quick = process.argv.includes('--quick');
const SIZES = quick ? [1_000, 100_000] : [1_000, 100_000, 1_000_000];
const ROUNDS = quick ? 3 : 10;
const READS = 20;
/** Judged in a second while boards are read, a bit every tenth of it; and for how many seconds. */
const RATE = 200;
const SECONDS = quick ? 3 : 10;

const machine = describeMachine();
const service = await startService();
const database = openDatabase({
  connectionString: service.databaseUrl(),
  applicationName: 'bench',
  minConnections: 1,
  statementTimeout: 600_000,
});
try {
  const world = await makeWorld(database);
  const contests = [];
  for (const size of SIZES) {
    contests.push(await makeContest(database, world, size));
    say(`${size.toLocaleString('en')} submissions are there`);
  }
  for (const { id } of contests) await settled(id);
  const idle = await inTurns(contests);
  const busy = [];
  for (const contest of contests) busy.push(await whileJudged(world, contest));
  report(contests, idle, busy);
} finally {
  await database.close();
  await service.stop();
}

/** Until the whole board was made. @param {string} contestId */
async function settled(contestId) {
  for (;;) {
    const [row] = await database.query({ text: 'SELECT live_version, stale FROM boards WHERE contest_id = $1' }, [contestId]);
    const [waiting] = await database.query({ text: `SELECT count(*) AS count FROM outbox WHERE consumer = 'leaderboards'` });
    if (row.live_version > 0 && !row.stale && waiting.count === 0) return;
    await sleep(50);
  }
}

/** Milliseconds of one read, and of one by somebody who has the board already. @param {string} slug @param {string} [etag] */
async function read(slug, etag) {
  const began = performance.now();
  const headers = { 'x-api-key': service.key, ...(etag && { 'if-none-match': etag }) };
  const reply = await fetch(`${service.url}/api/contests/${slug}/leaderboard`, { headers });
  const text = await reply.text();
  if (reply.status !== 200 && reply.status !== 304) throw new Error(`${reply.status} ${text}`);
  return { took: performance.now() - began, text, etag: reply.headers.get('etag') ?? '' };
}

/** All boards in turns, so that a slow minute hits them all. */
async function inTurns(contests) {
  const figures = contests.map(() => ({ whole: [], known: [], bytes: 0 }));
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, { slug }] of contests.entries()) {
      const first = await read(slug);
      figures[index].bytes = first.text.length;
      for (let turn = 0; turn < READS; turn++) figures[index].whole.push((await read(slug)).took);
      for (let turn = 0; turn < READS; turn++) figures[index].known.push((await read(slug, first.etag)).took);
    }
  return figures;
}

/** Reads while submissions are judged; then how long the last of them takes to stand on the board. */
async function whileJudged(world, { id, slug }) {
  const whole = [];
  const known = [];
  let etag = '';
  const until = performance.now() + SECONDS * 1000;
  const judging = (async () => {
    for (let tick = 0; performance.now() < until; tick++) {
      await database.transaction(async (connection) => {
        await handIn(connection, world, id, RATE / 10, tick * (RATE / 10));
        await connection.notify('cupel_outbox', '');
      });
      await sleep(Math.max(0, (tick + 1) * 100 - (SECONDS * 1000 - (until - performance.now()))));
    }
  })();
  while (performance.now() < until) {
    const one = await read(slug);
    whole.push(one.took);
    known.push((await read(slug, etag)).took);
    etag = one.etag;
  }
  await judging;
  const late = await join(database, world, id);
  const began = performance.now();
  await database.transaction(async (connection) => {
    await handIn(connection, { ...world, people: [late] }, id, 1);
    await connection.notify('cupel_outbox', '');
  });
  while (
    !JSON.parse((await read(slug)).text).rows.some((row) => row.participant === late && Object.keys(row.problems).length > 0)
  )
    await sleep(5);
  return { whole, known, behind: performance.now() - began };
}

function report(contests, idle, busy) {
  const results = contests.map(({ size }, index) => ({
    submissions: size,
    bytes: idle[index].bytes,
    idle: { whole: median(idle[index].whole), known: median(idle[index].known) },
    judging: { whole: median(busy[index].whole), known: median(busy[index].known), behind: round(busy[index].behind) },
  }));
  const [least] = results;
  const last = results.at(-1) ?? least;
  for (const one of results) {
    const ratio = (of) => `${round(of(one) / of(least))} of the smallest`;
    say(
      `${one.submissions.toLocaleString('en')} submissions, ${PEOPLE} teams, ${PROBLEMS} problems, ${Math.round(one.bytes / 1024)} KB`,
    );
    say(
      `  read whole: ${one.idle.whole} ms, ${ratio(({ idle: { whole } }) => whole)}; known already: ${one.idle.known} ms, ${ratio(({ idle: { known } }) => known)}`,
    );
    say(
      `  while ${RATE}/s are judged: ${one.judging.whole} ms, ${ratio(({ judging: { whole } }) => whole)}; known: ${one.judging.known} ms; the board is behind by ${one.judging.behind} ms`,
    );
  }
  const expectations = [
    expectation('reading with the most submissions over reading with the fewest', 1.5, last.idle.whole / least.idle.whole),
    expectation('the same while submissions are judged', 2, last.judging.whole / least.judging.whole),
    expectation('seconds that a board is behind', 1, Math.max(...results.map(({ judging: { behind } }) => behind)) / 1000),
  ];
  for (const { what, most, found, met } of expectations) say(`${met ? 'met' : 'MISSED'}: ${what}: ${found}, ${most} at most`);
  saveResults('leaderboard', machine, { results, expectations });
}

function expectation(what, most, ratio) {
  return { what, most, found: round(ratio), met: ratio <= most };
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

function round(value) {
  return Math.round(value * 100) / 100;
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
