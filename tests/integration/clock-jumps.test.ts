import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Database, LEASE_SECONDS, openDatabase } from '@cupel/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, finalResult, submit, until } from './api.ts';
import { databaseUrl, type PartName, type Service, startService, temporaryFolder } from './service.ts';

const SKEWED_DATE = fileURLToPath(new URL('skewed-date.mjs', import.meta.url));
const DAY_MS = 86_400_000;

let folder = '';
let service: Service;
let database: Database;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  service = await startService({ dataDir: join(folder, 'data') });
  const connectionString = databaseUrl(service.dataDir);
  database = openDatabase({ connectionString, applicationName: 'tests', minConnections: 0, maxConnections: 1 });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  process.kill(service.pidOf('worker') ?? 0, 'SIGCONT');
  await database.close();
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A second process of a role, as the first in all but its clock; tells what it logs. */
function startSkewed(part: PartName & ('api' | 'worker'), skew: number, settings: Readonly<Record<string, string>> = {}) {
  const pid = service.pidOf(part) ?? 0;
  const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8');
  const pairs = read('environ').split('\0').filter(Boolean);
  const env = Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  delete env.NODE_CHANNEL_FD;
  const [program = '', ...args] = read('cmdline').split('\0').slice(0, -1);
  const [, uid, gid] = /^Uid:\t(\d+)[\s\S]*^Gid:\t(\d+)/m.exec(read('status')) ?? [];
  const child = spawn(program, ['--import', SKEWED_DATE, ...args], {
    env: { ...env, ...settings, CUPEL_LOG_LEVEL: 'info', CUPEL_TEST_SKEW: String(skew) },
    cwd: '/',
    uid: Number(uid),
    gid: Number(gid),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let written = '';
  child.stdout?.on('data', (chunk: Buffer) => (written += chunk.toString()));
  return { pid: child.pid, written: () => written };
}

const jobsOf = async (ids: readonly string[]) => {
  const text = `SELECT state, lease_epoch, attempts, crashes, worker_id FROM jobs WHERE submission_id = ANY ($1::uuid[])`;
  return database.query<{ worker_id: string; state: string }>({ text }, [ids]);
};

it.each([
  ['a day behind', -DAY_MS],
  ['a day ahead', DAY_MS],
])(
  'a worker whose clock jumps to %s and back keeps its leases, and none is held twice',
  async (_, skew) => {
    const { pid } = startSkewed('worker', skew);
    const workers = async (): Promise<readonly { id: string }[]> => (await call(service, 'GET', '/api/workers')).body;
    const isSkewed = ({ id }: { id: string }) => id.includes(`-${pid}-`);
    const skewed = (await until(workers, (all) => all.some(isSkewed))).find(isSkewed);
    const ordinary = service.pidOf('worker') ?? 0;
    process.kill(ordinary, 'SIGSTOP');
    try {
      const ids = [
        await submit(service, 'bash', `sleep ${LEASE_SECONDS + 3}; echo long`),
        await submit(service, 'python', 'print("short")'),
      ];
      const results = [];
      for (const id of ids) results.push(await finalResult(service, id, 60_000));
      expect(results.map(({ verdict, stdout }) => [verdict, stdout])).toEqual([
        ['AC', 'long\n'],
        ['AC', 'short\n'],
      ]);
      const calm = { state: 'done', lease_epoch: 1, attempts: 0, crashes: 0, worker_id: skewed?.id };
      expect(await jobsOf(ids)).toEqual([calm, calm]);
      for (const { wall_time, timing } of results) {
        expect(wall_time).toBeLessThan(60);
        expect(timing.total).toBeGreaterThan(0);
        expect(timing.total).toBeLessThan(120);
      }
    } finally {
      process.kill(ordinary, 'SIGCONT');
      children.pop()?.kill('SIGTERM');
    }
  },
  120_000,
);

it('an API whose clock jumps three days ahead and back refuses nobody and forgets nothing', async () => {
  const expires_at = new Date(Date.now() + DAY_MS).toISOString();
  const { key } = (await call(service, 'POST', '/api/keys', { name: 'a day', scopes: ['submit', 'read'], expires_at })).body;
  const { written } = startSkewed('api', 3 * DAY_MS, { CUPEL_PORT: '0' });
  const url = await until(
    () => /"url":"(http:[^"]+)"/.exec(written())?.[1],
    (found) => found !== undefined,
  );
  const ask = async (idempotency: string) =>
    fetch(new URL('/api/submit?wait=true', url), {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json', 'idempotency-key': idempotency },
      body: JSON.stringify({ language: 'bash', code: 'echo once' }),
    });
  const ids = new Set<string>();
  // Long enough to see the clock on both sides.
  for (let turn = 0; turn < 12; turn += 1) {
    const answer = await ask('the-same');
    expect(answer.status).toBe(200);
    ids.add(((await answer.json()) as { id: string }).id);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  expect(ids.size).toBe(1);
  const fresh = await Promise.all(['a', 'b', 'c'].map(async (key) => (await ask(key)).status));
  expect(fresh).toEqual([200, 200, 200]);
}, 120_000);
