import { expect, it } from 'vitest';
import { prepareInTurns } from './batch.js';

it('prepares all in their order, and no more than eight before others have their turn', async () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  let [sinceTurn, most] = [0, 0];
  const turn = () => {
    most = Math.max(most, sinceTurn);
    sinceTurn = 0;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  const prepared = await prepareInTurns(items, async (item, index) => {
    sinceTurn += 1;
    return `${item} ${index}`;
  });
  clearImmediate(next);
  expect(prepared).toEqual(items.map((item) => `${item} ${item}`));
  expect(most).toBe(8);
});
