import { expect, it } from 'vitest';
import { Reserve } from './reserve.js';

it('takes nothing ahead before it knows how long runs take', () => {
  expect(new Reserve().size(4, 0)).toBe(0);
});

it('takes ahead what begins within a moment, and no more than eight for each slot', () => {
  const reserve = new Reserve();
  reserve.noteRun(25, 0);
  expect(reserve.size(2, 0)).toBe(8);
  reserve.noteRun(75, 1);
  expect(reserve.size(2, 1)).toBe(5);
});

it('takes nothing ahead where runs are long, or where none has ended for a while', () => {
  const long = new Reserve();
  long.noteRun(800, 0);
  expect(long.size(4, 0)).toBe(0);
  const stuck = new Reserve();
  stuck.noteRun(5, 0);
  expect(stuck.size(4, 100)).toBe(32);
  expect(stuck.size(4, 300)).toBe(0);
});

it('forgets short runs when long ones come', () => {
  const reserve = new Reserve();
  reserve.noteRun(10, 0);
  for (let run = 0; run < 20; run += 1) reserve.noteRun(1_000, 0);
  expect(reserve.size(2, 0)).toBe(0);
});
