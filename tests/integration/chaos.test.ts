import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '@cupel/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { check } from './chaos/checker.ts';
import { drive } from './chaos/driver.ts';
import { Random } from './chaos/random.ts';
import { leftBehind } from './left-behind.ts';
import { databaseUrl, type PartName, type Service, startService, temporaryFolder } from './service.ts';

const SEED = 20_261_121;
const EACH = 3;
const SUBMISSIONS = 240;

let folder = '';
let service: Service;
let database: Database;
const launchers = new Set<number>();
beforeAll(async () => {
  folder = await temporaryFolder();
  service = await startService({ dataDir: join(folder, 'data') });
  const connectionString = databaseUrl(service.dataDir);
  database = openDatabase({ connectionString, applicationName: 'checker', minConnections: 0, maxConnections: 1 });
});
afterAll(async () => {
  await service.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

it('loses nothing and doubles nothing, whatever is killed', async () => {
  const parts: readonly PartName[] = ['worker', 'api', 'launcher', 'postgres'];
  const kills = new Random(SEED).shuffled(Array.from({ length: EACH }, () => parts).flat());
  const note = setInterval(() => launchers.add(service.pidOf('launcher') ?? 0), 200);
  const log = join(folder, 'driver.jsonl');
  await drive(service, { seed: SEED, submissions: SUBMISSIONS, clients: 8, kills, killEvery: 2_000, log }, 90_000);
  clearInterval(note);
  expect(launchers.size).toBeGreaterThan(EACH);
  expect(await check(log, database)).toEqual([]);
}, 300_000);

it.each([
  ['a lost submission', 'DELETE FROM submissions WHERE id = (SELECT id FROM submissions ORDER BY id LIMIT 1)', /is lost/],
  [
    'another verdict',
    "UPDATE submissions SET verdict = 'WA' WHERE id = (SELECT max(id::text)::uuid FROM submissions)",
    /is WA, not/,
  ],
  [
    'a second result',
    'INSERT INTO results SELECT (json_populate_record(results, \'{"epoch": 99}\')).* FROM results LIMIT 1',
    /has 2 results/,
  ],
  ['a job that is not done', "UPDATE jobs SET state = 'dead' WHERE state = 'done' AND crashes = 0", /its job as dead/],
])('has a checker that finds %s', async (_, damage, problem) => {
  await database.query({ text: damage });
  expect((await check(join(folder, 'driver.jsonl'), database)).join('\n')).toMatch(problem);
});

it('stops in order and leaves nothing behind', async () => {
  await database.close();
  expect(await service.stop()).toBe(0);
  expect(leftBehind(service.dataDir, launchers)).toEqual([]);
});
