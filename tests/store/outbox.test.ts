import {
  Admission,
  claim,
  complete,
  consumeOutbox,
  enqueue,
  ensureSetting,
  findSetting,
  outboxLag,
  setSetting,
} from '@cupel/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase } from './support/postgres.ts';
import { anything, emptyQueue, result, submission } from './support/submissions.ts';

describe('the outbox', () => {
  const current = useDatabase();
  beforeEach(() => emptyQueue(current().database));
  const subscriptions = { 'submission.completed': ['accounting', 'reports'] };

  const finish = async (count: number) => {
    const { database } = current();
    await enqueue(
      database,
      Array.from({ length: count }, () => submission()),
      new Admission(),
    );
    const { jobs } = await claim(database, { ...anything, workerId: 'w', limit: count });
    for (const { lease } of jobs) await complete(database, lease, result(), [], subscriptions);
    return jobs.map(({ lease }) => lease.submissionId);
  };

  it('hands every fact to each consumer once, however many ask at once', async () => {
    const { database } = current();
    const ids = await finish(30);
    const seen: string[] = [];
    const drain = async () => {
      const take = () =>
        consumeOutbox(
          database,
          'accounting',
          async (messages) => void seen.push(...messages.map((m) => m.submissionId ?? '')),
          4,
        );
      while ((await take()) > 0);
    };
    await Promise.all([drain(), drain(), drain(), drain()]);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(await outboxLag(database)).toMatchObject([{ consumer: 'reports', waiting: 30 }]);
  });

  it('undoes what a consumer wrote when it fails, and holds up nothing but the message it fails on', async () => {
    const { database } = current();
    const ids = await finish(5);
    const bad = ids[2];
    const note = () =>
      consumeOutbox(database, 'accounting', async (messages, connection) => {
        for (const { submissionId } of messages) {
          await setSetting(connection, `told ${submissionId}`, true);
          if (submissionId === bad) throw new Error('cannot handle this');
        }
      });
    for (let round = 0; round < 10; round += 1) await note();
    const told = await Promise.all(ids.map((id) => findSetting(database, `told ${id}`)));
    expect(told).toEqual([true, true, undefined, true, true]);
    const left = await database.query({
      text: `SELECT submission_id AS id, attempts, error FROM outbox WHERE consumer = 'accounting'`,
    });
    expect(left).toEqual([{ id: bad, attempts: 1, error: 'cannot handle this' }]);
  });

  it('agrees on one value of a setting that many processes want to be the first to keep', async () => {
    const { database } = current();
    const values = await Promise.all(Array.from({ length: 10 }, (_, value) => ensureSetting(database, 'salt', { value })));
    expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(1);
    expect(await findSetting(database, 'salt')).toEqual(values[0]);
  });
});
