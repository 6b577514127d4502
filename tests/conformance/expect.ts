import assert from 'node:assert/strict';
import type { FirstCause, RunOutcome } from '@cupel/domain';
import { shown, textOf } from './spec.js';

/** The program ended by itself with this code. */
export const endedWith = (outcome: RunOutcome, code: number): void => {
  assert.equal(outcome.evidence.firstCause, 'ended', shown(outcome));
  assert.deepEqual(outcome.evidence.exit, { kind: 'code', code }, shown(outcome));
};

/** The program ended by itself, of a signal. */
export const diedOf = (outcome: RunOutcome, signal: string): void => {
  assert.equal(outcome.evidence.firstCause, 'ended', shown(outcome));
  assert.deepEqual(outcome.evidence.exit, { kind: 'signal', signal }, shown(outcome));
};

/** The program was stopped for this. */
export const stoppedFor = (outcome: RunOutcome, cause: FirstCause): void => {
  assert.equal(outcome.evidence.firstCause, cause, shown(outcome));
};

/** The program ended well and said exactly this. */
export const said = (outcome: RunOutcome, stdout: string): void => {
  endedWith(outcome, 0);
  assert.equal(textOf(outcome.stdout), stdout, shown(outcome));
};

/** The sandbox would not take it, for this reason of the register. */
export const refusedAs = (asked: Promise<unknown>, code: string): Promise<void> =>
  assert.rejects(asked, (error: Error & { readonly code?: string }) => {
    assert.equal(error.code, code, error.message);
    return true;
  });
