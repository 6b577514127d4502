import type { SubmissionEvent } from '@cupel/sdk';
import { expect, it } from 'vitest';
import { type RunState, reduceRun } from './run-state.ts';

const output = (text: string): SubmissionEvent => ({ kind: 'output', data: { stream: 'stdout', text, base64: '' } });
const requeued: SubmissionEvent = { kind: 'requeued', data: {} };

function after(...batches: readonly (readonly SubmissionEvent[])[]): string {
  const begun: RunState = reduceRun({ kind: 'none' }, { kind: 'begin', id: 'one' });
  const state = batches.reduce((before, events) => reduceRun(before, { kind: 'events', events }), begun);
  return state.kind === 'under way' ? state.transcript.segments.map(({ text }) => text).join('') : '';
}

it('what a run wrote before it was begun anew is forgotten, and what it writes then is not', () => {
  expect(after([output('a'), output('b')], [output('c')])).toBe('abc');
  expect(after([output('a')], [requeued, output('b')])).toBe('b');
  expect(after([output('a'), requeued], [output('b')])).toBe('b');
  expect(after([output('a'), requeued, output('b'), output('c')])).toBe('bc');
});
