import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextSlots, slotRange } from './slots.js';

const range = { least: 1, most: 4 };

it('grows by one while jobs wait although every slot is in use, up to the most', () => {
  let state = { slots: 1, quiet: 0 };
  for (let second = 0; second < 10; second += 1) state = nextSlots(state, { lag: 2, used: state.slots, elapsed: 1 }, range);
  expect(state.slots).toBe(4);
});

it('does not grow while nobody waits, or while slots are free', () => {
  expect(nextSlots({ slots: 2, quiet: 0 }, { lag: 0, used: 2, elapsed: 1 }, range).slots).toBe(2);
  expect(nextSlots({ slots: 2, quiet: 0 }, { lag: 9, used: 1, elapsed: 1 }, range).slots).toBe(2);
});

it('gives a slot up after a minute without need, and begins to count anew', () => {
  let state = { slots: 3, quiet: 0 };
  for (let second = 0; second < 59; second += 1) state = nextSlots(state, { lag: 0, used: 1, elapsed: 1 }, range);
  expect(state.slots).toBe(3);
  state = nextSlots(state, { lag: 0, used: 1, elapsed: 1 }, range);
  expect(state).toEqual({ slots: 2, quiet: 0 });
});

it('stays within its range, whatever is measured', () => {
  const sample = fc.record({
    lag: fc.double({ min: 0, max: 1e6, noNaN: true }),
    used: fc.nat(10),
    elapsed: fc.double({ min: 0, max: 100, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(sample), (samples) => {
      let state = { slots: 2, quiet: 0 };
      for (const one of samples) {
        state = nextSlots(state, one, range);
        expect(state.slots).toBeGreaterThanOrEqual(1);
        expect(state.slots).toBeLessThanOrEqual(4);
      }
    }),
  );
});

it('follows the cores, within what was set and what the launcher has', () => {
  expect(slotRange(2, 64, {})).toEqual({ least: 1, most: 2 });
  expect(slotRange(2, 64, { maxSlots: 6, minSlots: 3 })).toEqual({ least: 3, most: 6 });
  expect(slotRange(16, 4, {})).toEqual({ least: 1, most: 4 });
  expect(slotRange(2, 64, { minSlots: 8 })).toEqual({ least: 8, most: 8 });
});
