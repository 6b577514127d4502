import { setTimeout as sleep } from 'node:timers/promises';
import {
  Admission,
  appendEvents,
  type ClaimedJob,
  cancel,
  claim,
  complete,
  completeAll,
  createReaper,
  enqueue,
  fail,
  getSubmission,
  heartbeat,
  listEvents,
  release,
} from '@cupel/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase, versions } from './support/postgres.ts';
import { anything, emptyQueue, result, submission, worker } from './support/submissions.ts';

describe.each(versions)('leases on $name', ({ binaries }) => {
  const current = useDatabase(binaries);
  beforeEach(() => emptyQueue(current().database));

  const claimOne = async (workerId: string): Promise<ClaimedJob> => {
    const { jobs } = await claim(current().database, { ...anything, workerId });
    if (!jobs[0]) throw new Error('there is no job to claim');
    return jobs[0];
  };
  const start = async () => {
    await enqueue(current().database, [submission()], new Admission());
    return claimOne('first');
  };
  const expire = () => current().database.query({ text: `UPDATE jobs SET leased_until = now() - interval '1 second'` });
  const reason = { code: 'launcher_died', message: 'the launcher ended' };
  const again = { firstBackoff: 0 };

  it('writes many results at once, each with its own bytes, and none of a lease that is not held', async () => {
    const { database } = current();
    await enqueue(
      database,
      Array.from({ length: 4 }, () => submission()),
      new Admission(),
    );
    const { jobs } = await claim(database, { ...anything, workerId: 'first', limit: 4 });
    const [one, two, three, four] = jobs;
    if (!one || !two || !three || !four) throw new Error('four jobs were queued');
    await complete(database, two.lease, result({ verdict: 'WA' }), [], {});
    const completion = ({ lease }: ClaimedJob, text: string) => ({
      lease,
      result: result({ stdout: Buffer.from(`${text}\n`), stderr: Buffer.alloc(0), compileOutput: Buffer.from(`c ${text}`) }),
      events: [
        { seq: 1, kind: 'output', data: { stream: 'stdout' }, bytes: Buffer.from(text) },
        { seq: 2, kind: 'done', data: { verdict: 'AC' } },
      ],
    });
    const stale = { ...completion(three, 'stale'), lease: { ...three.lease, epoch: 0 } };
    const foreign = { ...completion(four, 'foreign'), lease: { ...four.lease, workerId: 'second' } };
    const all = [completion(one, 'one'), completion(two, 'again'), stale, foreign, completion(three, 'three')];
    expect(await completeAll(database, all, {})).toEqual(['written', 'repeated', 'lost', 'lost', 'written']);

    const read = ({ tenantId, lease }: ClaimedJob) => getSubmission(database, tenantId, lease.submissionId);
    expect((await read(one)).result).toMatchObject({ stdout: Buffer.from('one\n'), compileOutput: Buffer.from('c one') });
    expect((await read(three)).result).toMatchObject({ epoch: 1, stdout: Buffer.from('three\n') });
    expect(await read(two)).toMatchObject({ verdict: 'WA', result: { compileOutput: null } });
    expect(await read(four)).toMatchObject({ state: 'running', result: null });
    const events = await listEvents(database, one.tenantId, one.lease.submissionId, { epoch: 1, seq: 0 });
    expect(events.map(({ kind, bytes }) => [kind, bytes?.toString()])).toEqual([
      ['output', 'one'],
      ['done', undefined],
    ]);
    const results = await database.query({ text: 'SELECT FROM results' });
    expect(results).toHaveLength(3);
  });

  it('gives an expired job to another, and refuses the result of the first', async () => {
    const { database } = current();
    const stale = await start();
    const reaper = createReaper(database, { subscriptions: {}, confirmAfter: 0, policy: again });
    expect(await reaper.sweep()).toEqual([]);
    await expire();
    expect(await reaper.sweep()).toMatchObject([{ submissionId: stale.lease.submissionId, state: 'queued', crashes: 1 }]);
    const fresh = await claimOne('second');
    expect(fresh.lease).toEqual({ submissionId: stale.lease.submissionId, epoch: 2, workerId: 'second' });

    const refused = { code: 'lease_lost', status: 409 };
    await expect(complete(database, stale.lease, result({ verdict: 'WA' }), [], {})).rejects.toMatchObject(refused);
    await expect(fail(database, stale.lease, { reason, crashed: false }, {})).rejects.toMatchObject(refused);
    await expect(appendEvents(database, stale.lease, [{ seq: 1, kind: 'running', data: {} }])).rejects.toMatchObject(refused);
    expect(await heartbeat(database, worker('first'), [stale.lease])).toEqual([stale.lease]);
    expect(await release(database, 'first', [stale.lease])).toBe(0);

    expect(await complete(database, fresh.lease, result(), [], {})).toBe('written');
    expect(await getSubmission(database, fresh.tenantId, fresh.lease.submissionId)).toMatchObject({
      verdict: 'AC',
      result: { epoch: 2 },
    });
    const results = await database.query({ text: 'SELECT epoch FROM results' });
    expect(results).toEqual([{ epoch: 2 }]);
  });

  it('compares expiry as time and not as text: a lease that ran out seconds ago today is found', async () => {
    const { database } = current();
    await start();
    // Rustbox compared '2026-11-20T10:00:00' with '2026-11-20 10:00:23': not before it until the next day.
    await database.query({ text: `UPDATE jobs SET leased_until = now() - interval '1 millisecond'` });
    expect(await createReaper(database, { subscriptions: {}, confirmAfter: 0 }).sweep()).toHaveLength(1);
  });

  it('lets a worker keep its job that renews the lease after it was seen expired', async () => {
    const { database } = current();
    const job = await start();
    const reaper = createReaper(database, { subscriptions: {}, confirmAfter: 50 });
    await expire();
    expect(await reaper.sweep()).toEqual([]);
    expect(await heartbeat(database, worker('first'), [job.lease])).toEqual([]);
    await sleep(60);
    expect(await reaper.sweep()).toEqual([]);
    expect(await complete(database, job.lease, result(), [], {})).toBe('written');
  });

  it('finds the job of a dead worker although the clock was set back after it had been claimed', async () => {
    const { database } = current();
    await start();
    await database.query({ text: `UPDATE jobs SET leased_until = now() + interval '1 hour'` });
    expect(await createReaper(database, { subscriptions: {}, confirmAfter: 0 }).sweep()).toHaveLength(1);
  });

  it('says that a result had arrived when it is sent again after a broken connection', async () => {
    const { database } = current();
    const job = await start();
    expect(await complete(database, job.lease, result(), [], {})).toBe('written');
    expect(await complete(database, job.lease, result(), [], {})).toBe('repeated');
    expect(await database.query({ text: 'SELECT FROM results' })).toHaveLength(1);
  });

  it('hands jobs back without counting a try', async () => {
    const { database } = current();
    const job = await start();
    expect(await release(database, 'first', [job.lease])).toBe(1);
    expect(await getSubmission(database, job.tenantId, job.lease.submissionId)).toMatchObject({ state: 'queued' });
    expect(await claimOne('second')).toMatchObject({ attempts: 0, crashes: 0, lease: { epoch: 2 } });
  });

  it('takes the lease from whoever runs what is cancelled', async () => {
    const { database } = current();
    const { lease, tenantId } = await start();
    await cancel(database, tenantId, lease.submissionId, {});
    expect(await heartbeat(database, worker('first'), [lease])).toEqual([lease]);
    await expect(complete(database, lease, result(), [], {})).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await getSubmission(database, tenantId, lease.submissionId)).toMatchObject({ state: 'cancelled', result: null });
    await expect(cancel(database, tenantId, lease.submissionId, {})).rejects.toMatchObject({ code: 'already_final' });
    expect((await claim(database, { ...anything, workerId: 'second' })).jobs).toEqual([]);
  });

  it('keeps events in the order of epoch and number, and writes each once', async () => {
    const { database } = current();
    const { lease, tenantId } = await start();
    const events = [1, 2, 3].map((seq) => ({ seq, kind: 'output', data: { stream: 'stdout' }, bytes: Buffer.from([seq, 0]) }));
    await appendEvents(database, lease, events.slice(0, 2));
    await appendEvents(database, lease, events);
    await expire();
    await createReaper(database, { subscriptions: {}, confirmAfter: 0, policy: again }).sweep();
    const second = await claimOne('second');
    await complete(database, second.lease, result(), [{ seq: 1, kind: 'done', data: { verdict: 'AC' } }], {});
    const told = await listEvents(database, tenantId, lease.submissionId);
    const positions = told.map(({ epoch, seq, kind }) => `${epoch}.${seq} ${kind}`);
    expect(positions).toEqual(['0.0 queued', '1.1 output', '1.2 output', '1.3 output', '1.4 requeued', '2.1 done']);
    expect(told[1]?.bytes).toEqual(Buffer.from([1, 0]));
    expect(await listEvents(database, tenantId, lease.submissionId, { epoch: 1, seq: 3 })).toHaveLength(2);
  });
});
