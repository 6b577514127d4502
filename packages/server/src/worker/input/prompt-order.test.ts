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

it('holds up no whole line, and nothing of it once the line has its end', () => {
  output('stderr', 'failed\n');
  output('stdout', 'a');
  output('stderr', 'half ');
  output('stderr', 'and half\n');
  output('stdout', 'b');
  expect(told).toBe('err(failed\n)out(a)err(half )err(and half\n)out(b)');
});

it('tells what is left at the end', () => {
  output('stderr', 'name? ');
  order.flush();
  vi.advanceTimersByTime(20);
  expect(told).toBe('err(name? )');
});
