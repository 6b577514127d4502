import { beforeEach, expect, it, vi } from 'vitest';
import { PromptOrder } from './prompt-order.js';

let told = '';
let order: PromptOrder;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  told = '';
  order = new PromptOrder((stream, chunk) => {
    told += `${stream === 'stdout' ? 'out' : 'err'}(${Buffer.from(chunk).toString()})`;
  });
  return () => vi.useRealTimers();
});

const output = (stream: 'stdout' | 'stderr', text: string) => order.output(stream, Buffer.from(text));

it('lets a prompt come after what was written before it', () => {
  output('stderr', 'name? ');
  output('stdout', 'Welcome!\n');
  expect(told).toBe('out(Welcome!\n)');
  vi.advanceTimersByTime(20);
  expect(told).toBe('out(Welcome!\n)err(name? )');
});

it('lets an error come after the lines before it, and before the question after it', () => {
  output('stderr', 'failed\n');
  output('stdout', 'one\ntwo\nagain? ');
  expect(told).toBe('out(one\ntwo\n)err(failed\n)out(again? )');
  output('stdout', 'a');
  expect(told).toMatch(/out\(a\)$/);
});

it('keeps what is written on one stream in its order', () => {
  output('stderr', 'half ');
  output('stderr', 'and half\n');
  output('stderr', 'name? ');
  output('stdout', 'before');
  vi.advanceTimersByTime(20);
  expect(told).toBe('out(before)err(half )err(and half\n)err(name? )');
});

it('tells what is left at the end', () => {
  output('stderr', 'name? ');
  order.flush();
  vi.advanceTimersByTime(20);
  expect(told).toBe('err(name? )');
});
