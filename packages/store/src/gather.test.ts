import { setTimeout as sleep } from 'node:timers/promises';
import { CupelError } from '@cupel/domain';
import { expect, it } from 'vitest';
import { gather } from './gather.js';

/** Notes which items went together, and answers with the double of each. */
function recorded(options: Parameters<typeof gather<number, number>>[1], refuse?: (items: readonly number[]) => void) {
  const calls: (readonly number[])[] = [];
  const work = async (items: readonly number[]) => {
    calls.push(items);
    await sleep(5);
    refuse?.(items);
    return items.map((item) => item * 2);
  };
  return { calls, call: gather(work, options) };
}

it('sends together what comes in one turn of the event loop, and answers each with its own', async () => {
  const { calls, call } = recorded({ most: 10 });
  expect(await Promise.all([call(1), call(2), call(3)])).toEqual([2, 4, 6]);
  expect(calls).toEqual([[1, 2, 3]]);
});

it('lets what comes while enough calls are under way go together', async () => {
  const { calls, call } = recorded({ most: 10, abreast: 1 });
  const first = call(1);
  await sleep(1);
  const others = [call(2), call(3)];
  expect(await Promise.all([first, ...others])).toEqual([2, 4, 6]);
  expect(calls).toEqual([[1], [2, 3]]);
});

it('takes no more at once than it may, and what is heavy alone', async () => {
  const many = recorded({ most: 2, abreast: 9 });
  await Promise.all([1, 2, 3, 4, 5].map((item) => many.call(item)));
  expect(many.calls).toEqual([[1, 2], [3, 4], [5]]);
  const heavy = recorded({ most: 9, abreast: 9, weight: { of: (item) => item, most: 10 } });
  await Promise.all([4, 5, 50, 1, 2].map((item) => heavy.call(item)));
  expect(heavy.calls).toEqual([[4, 5], [50], [1, 2]]);
});

it('holds back what can wait until the first that cannot, or until it is enough', async () => {
  const { calls, call } = recorded({ most: 3 });
  const patient = call(1, 60_000);
  await sleep(2);
  expect(calls).toEqual([]);
  expect(await Promise.all([patient, call(2)])).toEqual([2, 4]);
  await Promise.all([call(3, 60_000), call(4, 60_000), call(5, 60_000)]);
  await call(6, 1);
  expect(calls).toEqual([[1, 2], [3, 4, 5], [6]]);
});

it('tries each by itself where one spoils it for all', async () => {
  const { calls, call } = recorded({ most: 9 }, (items) => {
    if (items.includes(2)) throw new Error('two is bad');
  });
  const settled = await Promise.allSettled([call(1), call(2), call(3)]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(calls).toEqual([[1, 2, 3], [1], [2], [3]]);
});

it('does not try again where the database is away', async () => {
  const { calls, call } = recorded({ most: 9 }, () => {
    throw new CupelError('database_unavailable', { problem: 'gone' });
  });
  const settled = await Promise.allSettled([call(1), call(2)]);
  expect(settled).toMatchObject([{ reason: { code: 'database_unavailable' } }, { reason: { code: 'database_unavailable' } }]);
  expect(calls).toEqual([[1, 2]]);
});
