import { expect, it } from 'vitest';
import { countersOf, momentOf, quantileOf } from './samples.ts';

const metric = (name: string, labels: string, value: number) => ({ name, labels, value });
const bucket = (le: string, value: number) => metric('submission_turnaround_seconds_bucket', `lane="normal",le="${le}"`, value);
const queue = { queued: 3, running: 2 };

it('tells what happened since the moment before, summed over languages and lanes', () => {
  const before = countersOf([metric('verdicts_total', 'language="c"', 10), bucket('0.1', 10), bucket('+Inf', 10)], 100);
  const now = countersOf(
    [
      metric('verdicts_total', 'language="c"', 14),
      metric('verdicts_total', 'language="go"', 2),
      bucket('0.1', 16),
      bucket('+Inf', 16),
    ],
    102,
  );
  expect(momentOf(queue, before, now)).toEqual({
    at: 102,
    waiting: 3,
    running: 2,
    rate: 3,
    p50: 0.05,
    p95: expect.closeTo(0.095),
  });
  expect(momentOf(queue, undefined, now)).toMatchObject({ rate: null, p50: null });
});

it('tells nothing after a restart, and nothing of an idle moment', () => {
  const many = countersOf([metric('verdicts_total', '', 9)], 1);
  const none = countersOf([metric('verdicts_total', '', 0)], 2);
  expect(momentOf(queue, many, none).rate).toBeNull();
  expect(quantileOf(new Map([[1, 5]]), new Map([[1, 5]]), 0.5)).toBeNull();
});
