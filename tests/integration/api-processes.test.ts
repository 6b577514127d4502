import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Cupel, type SubmissionEvent } from '@cupel/sdk';
import { type Database, openDatabase } from '@cupel/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, submit, until } from './api.ts';
import { databaseUrl, type Service, startService, temporaryFolder } from './service.ts';

let folder = '';
let one: Service;
let other: Service;
let database: Database;

beforeAll(async () => {
  folder = await temporaryFolder();
  one = await startService({ dataDir: join(folder, 'one') });
  const connectionString = databaseUrl(one.dataDir);
  const settings = { DATABASE_URL: connectionString };
  other = { ...(await startService({ command: 'api', dataDir: join(folder, 'other'), settings })), key: one.key };
  database = openDatabase({ connectionString, applicationName: 'tests', minConnections: 0, maxConnections: 1 });
  // From now on the database keeps nothing of what runs: what a reader is told of it came over the live channel.
  await database.query({ text: `CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'` });
  const only = `WHEN (NEW.kind IN ('running', 'usage', 'output')) EXECUTE FUNCTION nothing()`;
  await database.query({ text: `CREATE TRIGGER unkept BEFORE INSERT ON events FOR EACH ROW ${only}` });
});
afterAll(async () => {
  await database.close();
  await other.stop();
  await one.stop();
  rmSync(folder, { recursive: true, force: true });
});

const connections = async (service: Service) => {
  const headers = { 'x-api-key': service.key };
  const text = await (await fetch(new URL('/metrics', service.url), { headers })).text();
  return Number(/^live_connections(?:\{[^}]*\})? (\d+)$/m.exec(text)?.[1]);
};
const announced = async () => {
  const rows = await database.query<{ url: string }>({ text: 'SELECT url FROM api_processes ORDER BY heartbeat_at DESC' });
  return rows.map(({ url }) => url);
};
const isJoined = (service: Service) =>
  until(
    () => connections(service).catch(() => 0),
    (count) => count === 1,
  );

const SLOW = 'echo begun; read -t 4 nothing < <(sleep 9); echo ended';
/** An API that was killed is away for as long as this machine takes to start it again. */
const clientOf = ({ url, key }: Service) => new Cupel({ baseUrl: url, apiKey: key, tries: 12 });

/** Follows a submission to its end on one of the processes; `onText` hears of output as it comes. */
async function follow(service: Service, id: string, onText: (text: string) => unknown = () => undefined) {
  const events: SubmissionEvent[] = [];
  for await (const event of clientOf(service).stream(id)) {
    events.push(event);
    if (event.kind === 'output') await onText(String(event.data.text));
  }
  const text = events.map((event) => (event.kind === 'output' ? event.data.text : '')).join('');
  return { text, kinds: events.map(({ kind }) => kind) };
}

it('tells readers of every API process what a program writes, as it comes', async () => {
  await isJoined(one);
  await isJoined(other);
  const id = await submit(one, 'bash', SLOW);
  const told = await Promise.all([one, other].map((service) => follow(service, id)));
  expect(told.map(({ text }) => text)).toEqual(['begun\nended\n', 'begun\nended\n']);
  expect(told.map(({ kinds }) => kinds.includes('usage'))).toEqual([true, true]);
  expect(told.map(({ kinds }) => kinds.at(-1))).toEqual(['done', 'done']);
});

it('goes on after one of them was killed and has been started again, without a gap', async () => {
  await isJoined(other);
  const before = other.pidOf('api') ?? 0;
  const id = await submit(one, 'bash', 'for number in {1..56}; do echo $number; read -t 0.5 nothing < <(sleep 9); done');
  let text = '';
  let isBack: boolean | undefined;
  for await (const event of clientOf(other).stream(id)) {
    if (event.kind !== 'output') continue;
    text += event.data.text;
    if (isBack) break;
    if (isBack === undefined) process.kill(before, 'SIGKILL');
    isBack ??= false;
    void isJoined(other).then(() => {
      isBack = other.pidOf('api') !== before;
    });
  }
  expect(isBack).toBe(true);
  const told = text.split('\n').slice(0, -1).map(Number);
  expect(told.length).toBeGreaterThan(1);
  expect(told).toEqual(told.map((_, index) => index + 1));
  expect((await call(one, 'POST', `/api/submissions/${id}/cancel`)).status).toBe(200);
}, 90_000);

it('forgets an API that has stopped in order', async () => {
  const gone = other.url;
  expect(await announced()).toContain(gone);
  await other.stop();
  expect(await announced()).toEqual([one.url]);
  expect((await call(one, 'POST', '/api/submit?wait=true', { language: 'bash', code: 'echo on' })).body.stdout).toBe('on\n');
});
