import { expect, test } from 'vitest';
import { startTestServer } from '../store/support/postgres.ts';
import { call, useService, workThrough } from './support/service.ts';

const service = useService({ waitSeconds: 3 });
const hello = { language: 'python', code: 'print(1)' };

test('PostgreSQL away: 503 with Retry-After, a health page that says so, and all is well when it is back', async () => {
  const { body: before } = await call(service(), '/api/submit', { body: hello });
  await service().server.stop();

  const refused = await call(service(), '/api/submit', { body: hello });
  expect([refused.status, refused.body.code]).toEqual([503, 'database_unavailable']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await call(service(), '/api/submit', { body: hello, key: 'cupel_x' })).status).toBe(503);
  expect((await call(service(), `/api/result/${before.id}`)).status).toBe(503);
  const health = await call(service(), '/api/health');
  expect([health.status, health.body.status, health.body.database]).toEqual([200, 'unavailable', 'unavailable']);
  const ready = await call(service(), '/api/health/ready');
  expect([ready.status, ready.body.status]).toEqual([503, 'not_ready']);
  expect((await call(service(), '/metrics')).status).toBe(200);
  expect((await call(service(), '/api/languages')).status).toBe(200);

  const again = await startTestServer(service().stateDir);
  try {
    await expect.poll(async () => (await call(service(), `/api/result/${before.id}`)).status, { timeout: 20_000 }).toBe(200);
    await expect.poll(() => service().listener.connected, { timeout: 20_000 }).toBe(true);
    const stop = workThrough(service());
    const waited = await call(service(), '/api/submit?wait=true', { body: hello });
    await stop();
    expect([waited.status, waited.body.verdict]).toEqual([200, 'AC']);
    expect((await call(service(), `/api/result/${before.id}`)).body.verdict).toBe('AC');
  } finally {
    await service().api.close();
    await service().listener.close();
    await again.stop();
  }
});
