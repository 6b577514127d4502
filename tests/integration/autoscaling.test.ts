import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, finalResult, submit, until } from './api.ts';
import { type Service, startService } from './service.ts';

let service: Service;

beforeAll(async () => {
  service = await startService({ settings: { CUPEL_MIN_SLOTS: '1', CUPEL_MAX_SLOTS: '2' } });
});
afterAll(async () => {
  await service.stop();
});

/** As the operator's route and as the metric tells it. */
async function slots(): Promise<readonly [number, number]> {
  const { body } = await call(service, 'GET', '/api/workers');
  const scraped = await fetch(new URL('/metrics', service.url), { headers: { 'x-api-key': service.key } });
  const [, metric] = /^worker_slots\{[^}]*use="all"[^}]*\} (\d+)$/m.exec(await scraped.text()) ?? [];
  return [body[0]?.slots, Number(metric)];
}
const both =
  (count: number) =>
  ([route, metric]: readonly [number, number]) =>
    route === count && metric === count;

it('gives slots up while there is nothing to do, and takes them back when jobs wait', async () => {
  expect(await slots()).toEqual([2, 2]);
  await until(slots, both(1), 90_000);
  const ids = await Promise.all(Array.from({ length: 8 }, (_, number) => submit(service, 'bash', `sleep 1; echo ${number}`)));
  await until(slots, both(2));
  const results = await Promise.all(ids.map((id) => finalResult(service, id, 60_000)));
  expect(results.map(({ stdout }) => stdout)).toEqual(ids.map((_, number) => `${number}\n`));
}, 180_000);
