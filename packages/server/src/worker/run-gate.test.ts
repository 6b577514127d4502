import { expect, test } from 'vitest';
import { RunGate } from './run-gate.js';
import { Seats } from './seats.js';

/** A run that lasts until it is told to end. */
function run(log: string[], name: string) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const start = async () => {
    log.push(`${name} begins`);
    await ended;
    log.push(`${name} ends`);
  };
  return { start, end };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('runs go together, one that wants to be alone waits for them, and who comes later waits for it', async () => {
  const gate = new RunGate();
  const log: string[] = [];
  const [a, b, alone, c] = ['a', 'b', 'alone', 'c'].map((name) => run(log, name));
  if (!a || !b || !alone || !c) throw new Error('four were made');
  const all = [gate.together(a.start), gate.together(b.start), gate.alone(alone.start), gate.together(c.start)];
  await settle();
  expect(log).toEqual(['a begins', 'b begins']);
  a.end();
  await settle();
  expect(log).not.toContain('alone begins');
  b.end();
  await settle();
  expect(log.at(-1)).toBe('alone begins');
  alone.end();
  await settle();
  expect(log.slice(-2)).toEqual(['alone ends', 'c begins']);
  c.end();
  await Promise.all(all);
});

test('a run that fails opens the gate as one that ends does', async () => {
  const gate = new RunGate();
  await expect(gate.alone(() => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
  await expect(gate.together(async () => 1)).resolves.toBe(1);
  await expect(gate.alone(async () => 2)).resolves.toBe(2);
});

test('tests of a submission run in its own slot and in those that are free at that moment', async () => {
  let free = 1;
  const log: string[] = [];
  const seats = new Seats({
    most: 4,
    borrow: () => free > 0 && free-- > 0,
    giveBack: () => {
      free += 1;
    },
  });
  const [a, b, c] = ['a', 'b', 'c'].map((name) => run(log, name));
  if (!a || !b || !c) throw new Error('three were made');
  const all = [seats.during(a.start), seats.during(b.start), seats.during(c.start)];
  await settle();
  expect([log, free]).toEqual([['a begins', 'b begins'], 0]);
  // Its own slot is given to the next; the borrowed one goes back.
  a.end();
  await settle();
  expect(log).toContain('c begins');
  b.end();
  await settle();
  expect(free).toBe(1);
  c.end();
  await Promise.all(all);
});
