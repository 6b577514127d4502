import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimedJob } from '@cupel/store';
import { expect, it } from 'vitest';
import { HeldJob } from './held-job.js';
import { Recorder } from './recorder.js';
import { RunSlots } from './run-slots.js';

function slotsOf(count: number) {
  const begun: HeldJob[] = [];
  let freed = 0;
  const slots = new RunSlots({
    range: { least: 1, most: count },
    begin: (held) => void begun.push(held),
    onFree: () => {
      freed += 1;
    },
  });
  return { slots, begun, freed: () => freed };
}

function heldJob(): HeldJob {
  const job = { lease: { submissionId: 'a', epoch: 1, workerId: 'w' } } as ClaimedJob;
  return new HeldJob(job, new Recorder(() => undefined), performance.now());
}

it('begins as many as there are slots, and the next as soon as one is free', () => {
  const { slots, begun, freed } = slotsOf(2);
  const jobs = [heldJob(), heldJob(), heldJob()];
  for (const job of jobs) slots.take(job);
  expect(begun).toEqual(jobs.slice(0, 2));
  expect([slots.busy, slots.free]).toEqual([2, -1]);
  slots.freed(10);
  expect(begun).toEqual(jobs);
  expect([slots.busy, slots.free, freed()]).toEqual([2, 0, 1]);
});

it('lends no slot for which a job lies ready', () => {
  const { slots } = slotsOf(2);
  slots.take(heldJob());
  expect(slots.borrow()).toBe(true);
  expect(slots.borrow()).toBe(false);
  slots.take(heldJob());
  slots.giveBack();
  expect(slots.borrow()).toBe(false);
});

it('hands back what has lain ready for too long, and leaves alone what has not', async () => {
  const { slots, begun } = slotsOf(1);
  const [running, old] = [heldJob(), heldJob()];
  slots.take(running);
  slots.take(old);
  await sleep(30);
  const young = heldJob();
  slots.take(young);
  slots.handBack(20);
  expect(begun).toEqual([running, old]);
  expect([running.stopReason, old.stopReason, young.stopReason]).toEqual([undefined, 'stopping', undefined]);
});

it('hands back all that lies ready when it is closed, and lends nothing any more', () => {
  const { slots, begun } = slotsOf(1);
  const jobs = [heldJob(), heldJob(), heldJob()];
  for (const job of jobs) slots.take(job);
  slots.close();
  expect(begun.map(({ stopReason }) => stopReason)).toEqual([undefined, 'stopping', 'stopping']);
  for (const _ of jobs) slots.freed();
  expect([slots.busy, slots.borrow()]).toEqual([0, false]);
});
