import { expect, test } from 'vitest';
import type { LiveEvent } from '../../platform/live/protocol.js';
import { LiveBuffer } from './live-buffer.js';

const event = (seq: number, size: number): LiveEvent => ({
  type: 'event',
  submission: '0196f0a0-0000-7000-8000-000000000000',
  epoch: 1,
  seq,
  kind: 'output',
  data: {},
  bytes: 'x'.repeat(size),
});

test('a reader who keeps up gets everything', () => {
  const buffer = new LiveBuffer();
  for (let seq = 1; seq <= 20; seq++) {
    buffer.push(event(seq, 1_000_000));
    expect(buffer.takeAll().map((one) => one.seq)).toEqual([seq]);
  }
  expect(buffer.isEmpty).toBe(true);
});

test('one who does not gets the beginning and then nothing, never a later piece without an earlier one', () => {
  const buffer = new LiveBuffer();
  for (let seq = 1; seq <= 20; seq++) buffer.push(event(seq, 1_000_000));
  expect(buffer.takeAll().map((one) => one.seq)).toEqual([1, 2, 3, 4]);
  buffer.push(event(21, 1));
  expect(buffer.isEmpty).toBe(true);
});
