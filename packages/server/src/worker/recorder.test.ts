import { RETURNED_BYTES } from '@cupel/judge';
import type { NewEvent } from '@cupel/store';
import { expect, it, vi } from 'vitest';
import { Recorder } from './recorder.js';

const textOf = ({ bytes }: NewEvent) => Buffer.from(bytes ?? []).toString();

it('numbers from 1 without gaps, and tells output in its order before what follows it', () => {
  const told: NewEvent[] = [];
  const recorder = new Recorder((event) => told.push(event));
  recorder.add('running', {});
  recorder.output('stdout', Buffer.from('a'));
  recorder.output('stdout', Buffer.from('b'));
  recorder.output('stderr', Buffer.from('c'));
  recorder.add('done', { verdict: 'AC' });
  expect(told.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(['1 running', '2 output', '3 output', '4 done']);
  expect(told.slice(1, 3).map(textOf)).toEqual(['ab', 'c']);
  expect(recorder.events).toEqual(told);
});

it('tells of each stream as much as a result returns, and no more', () => {
  const recorder = new Recorder(() => undefined);
  for (let times = 0; times < 20; times += 1) recorder.output('stdout', Buffer.alloc(64 * 1024, 'x'));
  recorder.output('stderr', Buffer.from('still heard'));
  recorder.close();
  const bytes = (stream: string) =>
    recorder.events.filter(({ data }) => data.stream === stream).reduce((sum, event) => sum + (event.bytes?.length ?? 0), 0);
  expect(bytes('stdout')).toBe(RETURNED_BYTES);
  expect(bytes('stderr')).toBe('still heard'.length);
});

it('gives the database what it does not have yet', () => {
  const recorder = new Recorder(() => undefined);
  recorder.add('compiling', {});
  recorder.add('running', {});
  recorder.stored(1);
  expect(recorder.unstored().map(({ kind }) => kind)).toEqual(['running']);
  recorder.add('done', {});
  expect(recorder.unstored().map(({ seq }) => seq)).toEqual([2, 3]);
});

it('is prompt where somebody types, without more pieces', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const told: string[] = [];
  const recorder = new Recorder((event) => told.push(textOf(event)), { prompt: true });
  recorder.output('stdout', Buffer.from('a'));
  vi.advanceTimersByTime(5);
  expect(told).toEqual(['a']);
  for (const letter of 'bcdefghi') {
    recorder.output('stdout', Buffer.from(letter));
    vi.advanceTimersByTime(5);
  }
  expect(told).toEqual(['a', 'bcdefghi']);
  vi.useRealTimers();
});
