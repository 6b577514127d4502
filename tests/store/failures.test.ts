import {
  Admission,
  type ClaimedJob,
  claim,
  complete,
  consumeOutbox,
  dropDeadLetter,
  enqueue,
  fail,
  getSubmission,
  listDeadLetters,
  newId,
  queueDepth,
  retryDeadLetter,
} from '@cupel/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase, versions } from './support/postgres.ts';
import { anything, emptyQueue, result, submission } from './support/submissions.ts';

describe.each(versions)('what we fail on, on $name', ({ binaries }) => {
  const current = useDatabase(binaries);
  beforeEach(() => emptyQueue(current().database));

  const claimOne = async (held = 0): Promise<ClaimedJob> => {
    const { jobs } = await claim(current().database, { ...anything, workerId: 'w', limit: 2, held });
    expect(jobs).toHaveLength(1);
    return jobs[0] as ClaimedJob;
  };
  const reason = (message: string) => ({ code: 'wall_not_raised', message, stage: 'mounts', evidence: { errno: 'EPERM' } });
  const quick = { maxAttempts: 3, maxCrashes: 3, firstBackoff: 0 };

  it('waits longer before each next try', async () => {
    const { database } = current();
    await enqueue(database, [submission()], new Admission());
    const waits: number[] = [];
    for (let tries = 0; tries < 4; tries += 1) {
      const job = await claimOne();
      const back = await fail(database, job.lease, { reason: reason('no box'), crashed: false }, {});
      expect(back.state).toBe('queued');
      expect((await claim(database, { ...anything, workerId: 'w' })).jobs).toEqual([]);
      const [row] = await database.query<{ wait: number }>({
        text: `SELECT extract(epoch FROM run_after - (failures -> -1 ->> 'at')::timestamptz)::float8 AS wait FROM jobs`,
      });
      waits.push(row?.wait ?? 0);
      await database.query({ text: 'UPDATE jobs SET run_after = now()' });
    }
    // A second, doubled each time, times 0.5 to 1.5.
    waits.forEach((wait, index) => {
      expect(wait).toBeGreaterThanOrEqual(2 ** index * 0.5);
      expect(wait).toBeLessThanOrEqual(2 ** index * 1.5);
    });
  });

  it('parks it as a dead letter with every reason, tells of it, and lets others through', async () => {
    const { database } = current();
    const bad = submission();
    await enqueue(database, [bad], new Admission());
    for (let tries = 1; tries <= 3; tries += 1) {
      const { lease } = await claimOne();
      const back = await fail(
        database,
        lease,
        { reason: reason(`try ${tries}`), crashed: false },
        { 'submission.failed': ['alerts'] },
        quick,
      );
      expect(back.state).toBe(tries < 3 ? 'queued' : 'dead');
    }
    const { items } = await listDeadLetters(database, bad.tenantId);
    expect(items).toMatchObject([{ state: 'dead', reason: 'try 3', attempts: 3, crashes: 0, language: 'python' }]);
    expect(items[0]?.failures).toMatchObject(
      [1, 2, 3].map((epoch) => ({ ...reason(`try ${epoch}`), epoch, worker: 'w', crashed: false })),
    );
    const id = items[0]?.submissionId ?? '';
    expect(await getSubmission(database, bad.tenantId, id)).toMatchObject({ state: 'failed', verdict: 'IE', result: null });
    expect(await queueDepth(database)).toMatchObject({ queued: 0, leased: 0, dead: 1, quarantined: 0 });
    const told: unknown[] = [];
    await consumeOutbox(database, 'alerts', async (messages) => void told.push(...messages));
    expect(told).toMatchObject([{ topic: 'submission.failed', submissionId: id, payload: { state: 'dead', reason: 'try 3' } }]);

    await enqueue(database, [submission()], new Admission());
    expect((await claimOne()).lease.submissionId).not.toBe(id);
  });

  it('gives a dead letter all its tries again, or drops it', async () => {
    const { database } = current();
    const { tenantId } = submission();
    const failOnce = async () => {
      const { lease } = await claimOne();
      await fail(database, lease, { reason: reason('no box'), crashed: false }, {}, { ...quick, maxAttempts: 1 });
      return lease.submissionId;
    };
    await enqueue(database, [submission()], new Admission());
    const id = await failOnce();
    await expect(retryDeadLetter(database, newId(), id)).rejects.toMatchObject({ code: 'record_not_found' });
    await retryDeadLetter(database, tenantId, id);
    const job = await claimOne();
    expect(job).toMatchObject({ attempts: 0, lease: { submissionId: id, epoch: 2 } });
    await complete(database, job.lease, result(), [], {});
    expect(await getSubmission(database, tenantId, id)).toMatchObject({ state: 'completed', verdict: 'AC' });

    await enqueue(database, [submission()], new Admission());
    const other = await failOnce();
    await dropDeadLetter(database, tenantId, other);
    expect(await listDeadLetters(database, tenantId)).toEqual({ items: [] });
    await expect(retryDeadLetter(database, tenantId, other)).rejects.toMatchObject({ code: 'record_not_found' });
    expect(await getSubmission(database, tenantId, other)).toMatchObject({ state: 'failed' });
  });

  it('runs what killed two workers alone, and quarantines it after the third', async () => {
    const { database } = current();
    const poison = submission();
    await enqueue(database, [poison], new Admission());
    const crash = async () => {
      const { lease } = await claimOne();
      return fail(database, lease, { reason: reason('died'), crashed: true }, {}, quick);
    };
    expect(await crash()).toMatchObject({ state: 'queued', crashes: 1 });
    expect(await crash()).toMatchObject({ state: 'queued', crashes: 2 });
    await enqueue(database, [submission(), submission()], new Admission());
    // A worker that holds something is given the others, and told that one waits to be run alone.
    const busy = await claim(database, { ...anything, workerId: 'busy', limit: 1, held: 1 });
    expect(busy).toMatchObject({ suspects: 1, jobs: [{ crashes: 0 }] });
    // An idle one is given it, and nothing beside it.
    expect(await crash()).toMatchObject({ state: 'quarantined', crashes: 3 });
    expect((await claimOne()).crashes).toBe(0);
    const { items } = await listDeadLetters(database, poison.tenantId, { state: 'quarantined' });
    expect(items).toMatchObject([{ state: 'quarantined', crashes: 3 }]);
    expect(items[0]?.failures).toHaveLength(3);
  });
});
