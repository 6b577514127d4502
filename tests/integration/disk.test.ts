import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@cupel/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, finalResult, stateOf, submit, until } from './api.ts';
import { databaseUrl, type Service, startService, temporaryFolder } from './service.ts';

const MB = 1024 * 1024;

/** A file system of its own, a little larger than what a worker wants to be free. */
let disk = '';
let service: Service;

beforeAll(async () => {
  disk = await temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1400m,mode=755', 'cupel-test', disk]);
  mkdirSync(join(disk, 'data'));
  service = await startService({ dataDir: join(disk, 'data') });
});
afterAll(async () => {
  await service.stop();
  execFileSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true, force: true });
});

const filler = () => join(disk, 'filler');
const fill = (megabytes: number) => execFileSync('fallocate', ['--length', String(megabytes * MB), filler()]);
const free = () => Number(execFileSync('stat', ['--file-system', '--format=%a', disk], { encoding: 'utf8' })) * 4096;
const workerState = async () => (await call(service, 'GET', '/api/workers')).body[0]?.state;

it('takes submissions, but begins none, while less than 1 GiB is free', async () => {
  fill(500);
  await until(workerState, (state) => state === 'degraded');
  const id = await submit(service, 'bash', 'echo patient');
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(await stateOf(service, id)()).toBe('queued');
  rmSync(filler());
  expect(await finalResult(service, id)).toMatchObject({ verdict: 'AC', stdout: 'patient\n' });
}, 60_000);

it('refuses what it cannot store, and goes on by itself when there is room again', async () => {
  const accepted: string[] = [];
  const running = await submit(service, 'bash', 'sleep 2; echo through');
  await until(stateOf(service, running), (state) => state === 'running');
  fill(Math.floor(free() / MB));
  const refused = await until(
    async () => {
      const answer = await call(service, 'POST', '/api/submit', { language: 'bash', code: `#${'x'.repeat(60_000)}\necho 1` });
      if (answer.status === 202) accepted.push(answer.body.id);
      return answer;
    },
    ({ status }) => status !== 202,
    60_000,
  );
  expect([503, 507]).toContain(refused.status);
  rmSync(filler());
  const again = await until(
    () => call(service, 'POST', '/api/submit?wait=true', { language: 'bash', code: 'echo back' }),
    ({ status }) => status === 200,
  );
  expect(again.body).toMatchObject({ verdict: 'AC', stdout: 'back\n' });
  expect(await finalResult(service, running)).toMatchObject({ verdict: 'AC', stdout: 'through\n' });
  for (const id of accepted) expect(await finalResult(service, id, 60_000)).toMatchObject({ verdict: 'AC' });
  const connectionString = databaseUrl(service.dataDir);
  const database = openDatabase({ connectionString, applicationName: 'tests', minConnections: 0, maxConnections: 1 });
  expect(await database.query({ text: "SELECT verdict FROM submissions WHERE verdict = 'IE'" })).toEqual([]);
  await database.close();
}, 180_000);
