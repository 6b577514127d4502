import {
  Admission,
  claim,
  complete,
  createWaiter,
  enqueue,
  type Listener,
  listen,
  newId,
  queueDepth,
  submit,
} from '@cupel/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useDatabase, versions } from './support/postgres.ts';
import { anything, emptyQueue, result, submission } from './support/submissions.ts';

describe.each(versions)('a bounded queue that wakes on $name', ({ binaries }) => {
  const current = useDatabase(binaries);
  let listener: Listener | undefined;
  beforeEach(() => emptyQueue(current().database));
  afterEach(() => listener?.close());

  const listening = async () => {
    listener = await listen(current().server.connectionString, 'test listener');
    return listener;
  };

  it('refuses what does not fit, with the true depth and when to come back', async () => {
    const { database } = current();
    const admission = new Admission(10);
    const outcomes = await enqueue(
      database,
      Array.from({ length: 12 }, () => submission()),
      admission,
    );
    expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(10);
    expect(outcomes.slice(10).map(({ kind }) => kind)).toEqual(['full', 'full']);
    await expect(submit(database, submission(), admission)).rejects.toMatchObject({ code: 'queue_full', status: 503, depth: 10 });
    await expect(submit(database, submission(), admission)).rejects.toHaveProperty('retryAfter', expect.any(Number));
    expect(await queueDepth(database)).toMatchObject({ queued: 10, leased: 0 });

    // Another process, with its own idea of the depth, is bound by the same queue.
    await expect(submit(database, submission(), new Admission(10))).rejects.toMatchObject({ code: 'queue_full' });
    await claim(database, { ...anything, workerId: 'w', limit: 3 });
    expect(await queueDepth(database)).toMatchObject({ queued: 7, leased: 3 });
    await submit(database, submission(), admission);
    const depth = await queueDepth(database);
    expect(depth.lanes.map(({ lane, queued, leased }) => [lane, queued, leased])).toEqual([
      ['interactive', 0, 0],
      ['normal', 8, 3],
      ['batch', 0, 0],
      ['rejudge', 0, 0],
    ]);
  });

  it('wakes a worker for each job, also long after it has drained the queue', async () => {
    const { database } = current();
    const ear = await listening();
    for (let round = 0; round < 3; round += 1) {
      expect((await claim(database, { ...anything, workerId: 'w' })).jobs).toEqual([]);
      const woken = new Promise<void>((resolve) => ear.on('cupel_job', () => resolve()));
      await submit(database, submission(), new Admission());
      await woken;
      const { jobs } = await claim(database, { ...anything, workerId: 'w' });
      expect(jobs).toHaveLength(1);
    }
  });

  it('tells whoever waits for a submission of its end, before and after it has come', async () => {
    const { database } = current();
    const waiter = createWaiter(database, await listening());
    const id = newId();
    const expected = waiter.expect(id, 30_000);
    const { tenantId } = submission();
    await submit(database, submission({ id }), new Admission());
    const waiting = waiter.waitFor(tenantId, id, 30_000);
    expect(await waiter.waitFor(tenantId, id, 10)).toBe(false);
    const { jobs } = await claim(database, { ...anything, workerId: 'w' });
    for (const { lease } of jobs) await complete(database, lease, result(), [], {});
    expect(await Promise.all([expected, waiting])).toEqual([true, true]);
    expect(await waiter.waitFor(tenantId, id, 30_000)).toBe(true);
    await expect(waiter.waitFor(newId(), id, 30_000)).rejects.toMatchObject({ code: 'submission_not_found' });
    waiter.close();
  });

  it('listens again after its connection was cut, and says that something may have been missed', async () => {
    const { database } = current();
    const ear = await listening();
    const waiter = createWaiter(database, ear);
    const id = newId();
    const expected = waiter.expect(id, 30_000);
    await submit(database, submission({ id }), new Admission());
    const back = new Promise<void>((resolve) => ear.on('resync', () => resolve()));
    // An end of which no wake-up tells, as when it came while the line was cut.
    await database.query({ text: `UPDATE submissions SET state = 'completed'` });
    await database.query({
      text: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test listener'`,
    });
    await back;
    expect(await expected).toBe(true);
    const woken = new Promise<void>((resolve) => ear.on('cupel_job', () => resolve()));
    await submit(database, submission(), new Admission());
    await woken;
    waiter.close();
  });
});
