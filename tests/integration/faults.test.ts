import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '@cupel/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, finalResult, resultOf, stateOf, submit, until } from './api.ts';
import { leftBehind } from './left-behind.ts';
import {
  commandLine,
  databaseUrl,
  parentOf,
  processes,
  type Service,
  serveUntilEnd,
  startService,
  temporaryFolder,
} from './service.ts';

let folder = '';
let dataDir = '';
let service: Service;
let database: Database;

beforeAll(async () => {
  folder = await temporaryFolder();
  dataDir = join(folder, 'data');
  service = await startService({ dataDir });
  database = open();
});
afterAll(async () => {
  await database.close();
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

function open(): Database {
  const connectionString = databaseUrl(dataDir);
  return openDatabase({ connectionString, applicationName: 'tests', minConnections: 0, maxConnections: 1 });
}

async function jobOf(id: string) {
  const statement = { text: 'SELECT state, lease_epoch, attempts, crashes, reason FROM jobs WHERE submission_id = $1' };
  const [job] = await database.query<{ state: string; lease_epoch: number; attempts: number; crashes: number }>(statement, [id]);
  return job;
}

const sleepers = () => processes().filter((pid) => /^sleep\0(29|19)/.test(commandLine(pid)));

it('gives each part a user of its own, and root to the launcher alone', () => {
  const users = (['postgres', 'api', 'worker', 'launcher'] as const).map((part) => {
    const status = readFileSync(`/proc/${service.pidOf(part)}/status`, 'utf8');
    return [...status.matchAll(/^(?:Uid|Groups):\t(.*)$/gm)].map((match) => match[1]?.trim().split(/\s+/)[0]);
  });
  const [postgres, api, worker, launcher] = users.map(([uid]) => Number(uid));
  expect(new Set([postgres, api, worker, launcher]).size).toBe(4);
  expect(launcher).toBe(0);
  expect(users.slice(0, 3).map(([, groups]) => groups)).toEqual(['', '', '']);
});

it('lets nobody but the worker talk to the launcher, and nobody but root read the password', () => {
  const asApi = `connect('${dataDir}/launcher/socket').on('error', (error) => console.log(error.code))`;
  const uid = Number(/^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${service.pidOf('api')}/status`, 'utf8'))?.[1]);
  const run = (code: string) =>
    new Promise<string>((resolve) => {
      const child = spawn(process.execPath, ['-e', code], { uid, gid: uid, stdio: ['ignore', 'pipe', 'ignore'] });
      let written = '';
      child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
      child.once('close', () => resolve(written.trim()));
    });
  const asFile = `require('fs').readFile('${dataDir}/database-url', (error) => console.log(error?.code))`;
  return expect(Promise.all([run(`require('net').${asApi}`), run(asFile)])).resolves.toEqual(['EACCES', 'EACCES']);
});

it('refuses a second start on the same data folder, naming the first', async () => {
  const { code, output } = await serveUntilEnd({ dataDir });
  expect(code).toBe(1);
  expect(output).toContain(`Cupel runs already on ${dataDir} (process ${service.pid})`);
  expect((await call(service, 'GET', '/api/health/ready')).status).toBe(200);
});

it('tells an ordinary user who may not write there which command to type', async () => {
  const child = spawn(process.execPath, [join(process.cwd(), 'packages/cli/bin/cupel.js'), 'serve'], {
    uid: 65_534,
    gid: 65_534,
    env: {},
  });
  let written = '';
  child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString()));
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
  expect(written).toMatch(/not started as root\n {2}Type `sudo env "PATH=\$PATH" \S+ \S+cupel\.js serve`/);
});

it('kills the box of a submission that is cancelled', async () => {
  const id = await submit(service, 'bash', 'sleep 29');
  await until(sleepers, ({ length }) => length === 1);
  expect((await call(service, 'POST', `/api/submissions/${id}/cancel`)).status).toBe(200);
  await until(sleepers, ({ length }) => length === 0, 3_000);
  expect(await resultOf(service, id)).toMatchObject({ state: 'cancelled', verdict: null });
  await sleep(300);
  expect(await resultOf(service, id)).toMatchObject({ state: 'cancelled', verdict: null });
});

it('does not count the result of a worker that was silent for longer than its lease', async () => {
  const worker = service.pidOf('worker') ?? 0;
  const id = await submit(service, 'bash', 'sleep 2; echo once');
  await until(stateOf(service, id), (state) => state === 'running');
  process.kill(worker, 'SIGSTOP');
  await until(
    () => jobOf(id),
    (job) => job?.state === 'queued',
    30_000,
  );
  process.kill(worker, 'SIGCONT');
  expect(await finalResult(service, id)).toMatchObject({ verdict: 'AC', stdout: 'once\n' });
  expect(await jobOf(id)).toMatchObject({ state: 'done', lease_epoch: 2, crashes: 1 });
  const results = await database.query({ text: 'SELECT epoch FROM results WHERE submission_id = $1' }, [id]);
  expect(results).toEqual([{ epoch: 2 }]);
}, 90_000);

it('quarantines what three launchers died of, while others go on; by hand it gets all its tries again', async () => {
  const poison = await submit(service, 'bash', 'sleep 19; echo survived');
  const others: string[] = [];
  for (let deaths = 0; deaths < 3; deaths += 1) {
    await until(sleepers, ({ length }) => length === 1);
    process.kill(service.pidOf('launcher') ?? 0, 'SIGKILL');
    others.push(await submit(service, 'bash', `echo ${deaths}`));
    await until(sleepers, ({ length }) => length === 0, 5_000);
  }
  expect(await finalResult(service, poison)).toMatchObject({ state: 'failed', verdict: 'IE' });
  expect(await jobOf(poison)).toMatchObject({ state: 'quarantined', crashes: 3 });
  for (const [number, id] of others.entries())
    expect(await finalResult(service, id)).toMatchObject({ verdict: 'AC', stdout: `${number}\n` });
  const { body } = await call(service, 'GET', '/api/queue/dead');
  expect(body.items).toMatchObject([{ id: poison, state: 'quarantined' }]);
  expect(body.items[0].failures).toHaveLength(3);
  expect((await call(service, 'POST', `/api/queue/dead/${poison}/retry`)).status).toBe(202);
  await until(stateOf(service, poison), (state) => state === 'running');
  expect((await call(service, 'POST', `/api/submissions/${poison}/cancel`)).status).toBe(200);
}, 120_000);

it('hands back what runs when it is told to stop, and finishes it after the next start', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, (_, number) => submit(service, 'bash', `sleep 1.5; echo ${number}`)));
  await until(stateOf(service, ids[0] as string), (state) => state === 'running');
  await database.close();
  const began = performance.now();
  expect(await service.stop()).toBe(0);
  const took = performance.now() - began;
  service = { ...(await startService({ dataDir })), key: service.key };
  database = open();
  for (const [number, id] of ids.entries()) {
    expect(await finalResult(service, id)).toMatchObject({ verdict: 'AC', stdout: `${number}\n` });
    expect(await jobOf(id)).toMatchObject({ attempts: 0, crashes: 0 });
  }
  // No assertion on time as such: a stop that waited for all of the queue would have taken nine seconds at least.
  expect(took).toBeLessThan(9_000);
}, 120_000);

it('leaves nobody behind, and nobody listening, when the supervisor is killed', async () => {
  const before = (['api', 'worker', 'launcher', 'postgres'] as const).map((part) => service.pidOf(part) ?? 0);
  const waiting = await submit(service, 'bash', 'sleep 1; echo through');
  await until(stateOf(service, waiting), (state) => state === 'running');
  // A session of a stranger's would keep PostgreSQL from ending, as it should.
  await database.close();
  await service.stop('SIGKILL');
  await until(
    () => processes().filter((pid) => before.includes(pid) || before.includes(parentOf(pid))),
    ({ length }) => length === 0,
    15_000,
  );
  await expect(fetch(service.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  expect(leftBehind(dataDir, new Set(before.slice(2, 3)))).toEqual([]);
  service = { ...(await startService({ dataDir })), key: service.key };
  database = open();
  expect(await finalResult(service, waiting, 40_000)).toMatchObject({ verdict: 'AC', stdout: 'through\n' });
  expect(await jobOf(waiting)).toMatchObject({ state: 'done', crashes: 0 });
}, 120_000);

it('takes over after the supervisor itself was killed', async () => {
  const before = (['api', 'worker', 'launcher', 'postgres'] as const).map((part) => service.pidOf(part) ?? 0);
  const id = await submit(service, 'bash', 'sleep 1; echo through');
  await database.close();
  await service.stop('SIGKILL');
  service = { ...(await startService({ dataDir })), key: service.key };
  database = open();
  expect(before.filter((pid) => commandLine(pid).includes(dataDir) || commandLine(pid).includes('cupel.js'))).toEqual([]);
  expect(await finalResult(service, id, 40_000)).toMatchObject({ verdict: 'AC', stdout: 'through\n' });
}, 120_000);
