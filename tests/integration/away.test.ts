import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type EmbeddedServer, openDatabase, prepareEmbedded, spawnEmbedded } from '@cupel/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, testSystem } from '../store/support/postgres.ts';
import { call, finalResult, stateOf, submit, until } from './api.ts';
import { parentOf, processes, type Service, startService, temporaryFolder } from './service.ts';

const AWAY_MS = 30_000;

let folder = '';
let service: Service;
let postgres: EmbeddedServer;
let database: Database;

beforeAll(async () => {
  folder = await temporaryFolder();
  postgres = await startTestServer(join(folder, 'elsewhere'));
  const { connectionString } = postgres;
  service = await startService({ dataDir: join(folder, 'data'), settings: { DATABASE_URL: connectionString } });
  database = openDatabase({ connectionString, applicationName: 'tests', minConnections: 0, maxConnections: 1 });
});
afterAll(async () => {
  await database.close();
  await service.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const jobOf = async (id: string) => {
  const statement = { text: 'SELECT lease_epoch, attempts, crashes FROM jobs WHERE submission_id = $1' };
  return (await database.query<object>(statement, [id]))[0];
};

/** What a client hears in the meantime. */
async function refusals(milliseconds: number): Promise<readonly { status: number; retryAfter: string | null }[]> {
  const heard: { status: number; retryAfter: string | null }[] = [];
  for (const end = performance.now() + milliseconds; performance.now() < end; await sleep(1_000)) {
    const answer = await call(service, 'POST', '/api/submit', { language: 'bash', code: 'echo 1' }, 25_000);
    heard.push({ status: answer.status, retryAfter: answer.headers.get('retry-after') });
  }
  return heard;
}

it('answers 503 while PostgreSQL is away, keeps the results of what runs, and goes on when it is back', async () => {
  const kept = await submit(service, 'bash', 'sleep 3; echo kept');
  const waiting = await submit(service, 'bash', 'echo waited');
  await until(stateOf(service, kept), (state) => state === 'running');
  await finalResult(service, waiting);
  await postgres.stop();
  const heard = await refusals(AWAY_MS);
  expect(heard.map(({ status }) => status)).toEqual(heard.map(() => 503));
  expect(heard.map(({ retryAfter }) => Number(retryAfter) > 0)).toEqual(heard.map(() => true));
  const system = await testSystem();
  const options = { stateDir: join(folder, 'elsewhere'), ...(system && { system }) };
  postgres = await spawnEmbedded(await prepareEmbedded(options));
  const again = await until(
    () => call(service, 'POST', '/api/submit?wait=true', { language: 'bash', code: 'echo back' }).catch(() => undefined),
    (answer) => answer?.status === 200,
    10_000,
  );
  expect(again?.body).toMatchObject({ verdict: 'AC', stdout: 'back\n' });
  expect(await finalResult(service, kept, 10_000)).toMatchObject({ verdict: 'AC', stdout: 'kept\n' });
  expect(await jobOf(kept)).toEqual({ lease_epoch: 1, attempts: 0, crashes: 0 });
}, 120_000);

it('does the same when PostgreSQL is there, but does not answer', async () => {
  const running = await submit(service, 'bash', 'sleep 1; echo late');
  await until(stateOf(service, running), (state) => state === 'running');
  const group = [postgres.pid, ...processes().filter((pid) => parentOf(pid) === postgres.pid)];
  for (const pid of group) process.kill(pid, 'SIGSTOP');
  try {
    const heard = await refusals(20_000);
    expect(heard.map(({ status }) => status)).toEqual(heard.map(() => 503));
  } finally {
    for (const pid of group) process.kill(pid, 'SIGCONT');
  }
  expect(await finalResult(service, running, 20_000)).toMatchObject({ verdict: 'AC', stdout: 'late\n' });
}, 120_000);
