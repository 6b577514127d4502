import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '@cupel/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, finalResult, stateOf, submit, until } from './api.ts';
import { databaseUrl, type Service, startService, temporaryFolder } from './service.ts';

let folder = '';
let service: Service;
let database: Database;

beforeAll(async () => {
  folder = await temporaryFolder();
  service = await startService({ dataDir: join(folder, 'data') });
  const connectionString = databaseUrl(service.dataDir);
  database = openDatabase({ connectionString, applicationName: 'tests', minConnections: 0, maxConnections: 1 });
});
afterAll(async () => {
  await database.close();
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function crashesOf(id: string): Promise<number> {
  const statement = { text: 'SELECT crashes FROM jobs WHERE submission_id = $1' };
  return (await database.query<{ crashes: number }>(statement, [id]))[0]?.crashes ?? 0;
}

/** The time of a lease is the database's: here it is over at once. */
async function endLease(id: string): Promise<void> {
  await database.query({ text: `UPDATE jobs SET leased_until = now() WHERE submission_id = $1 AND state = 'leased'` }, [id]);
}

it('quarantines what three workers died of, while others go on', async () => {
  const poison = await submit(service, 'bash', 'sleep 25; echo survived');
  const others: string[] = [];
  for (let deaths = 1; deaths <= 3; deaths += 1) {
    await until(stateOf(service, poison), (state) => state === 'running', 60_000);
    const worker = service.pidOf('worker') ?? 0;
    process.kill(worker, 'SIGKILL');
    others.push(await submit(service, 'bash', `echo ${deaths}`));
    await endLease(poison);
    await until(
      () => crashesOf(poison),
      (crashes) => crashes === deaths,
    );
    await until(
      () => service.pidOf('worker') ?? worker,
      (pid) => pid !== worker,
    );
  }
  expect(await finalResult(service, poison)).toMatchObject({ state: 'failed', verdict: 'IE' });
  for (const [number, id] of others.entries())
    expect(await finalResult(service, id)).toMatchObject({ verdict: 'AC', stdout: `${number + 1}\n` });
  const { body } = await call(service, 'GET', '/api/queue/dead?state=quarantined');
  expect(body.items).toMatchObject([{ id: poison, state: 'quarantined', crashes: 3 }]);
  expect(body.items[0].failures.map(({ worker }: { worker: string }) => worker)).toHaveLength(3);
  expect(new Set(body.items[0].failures.map(({ worker }: { worker: string }) => worker)).size).toBe(3);
}, 180_000);
