import { expect, test } from 'vitest';
import { Slots } from './slots.js';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test('no more are admitted than there are, and then in the order in which they asked', async () => {
  const slots = new Slots(2);
  const admitted: string[] = [];
  const ask = (name: string, count: number) => slots.acquire(count).then(() => admitted.push(name));
  for (const [name, count] of [
    ['a', 1],
    ['group', 2],
    ['b', 1],
  ] as const)
    ask(name, count);
  await settle();
  expect(admitted).toEqual(['a']);
  slots.release(1);
  await settle();
  expect(admitted).toEqual(['a', 'group']);
  slots.release(1);
  await settle();
  expect(admitted).toEqual(['a', 'group', 'b']);
});

test('whoever gives up leaves the queue, and those behind move up', async () => {
  const slots = new Slots(1);
  const controller = new AbortController();
  await slots.acquire(1);
  const group = slots.acquire(2, controller.signal);
  const behind = slots.acquire(1);
  controller.abort();
  await expect(group).rejects.toMatchObject({ code: 'run_cancelled' });
  slots.release(1);
  await behind;
});

test('whoever has given up before is not admitted', async () => {
  await expect(new Slots(1).acquire(1, AbortSignal.abort())).rejects.toMatchObject({ code: 'run_cancelled' });
});
