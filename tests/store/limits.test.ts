import {
  chargeCpu,
  cpuUsed,
  findCoolDown,
  liftCoolDown,
  listAbuse,
  listCoolDowns,
  newId,
  reportAbuse,
  takeTokens,
} from '@cupel/store';
import { describe, expect, it } from 'vitest';
import { useDatabase, versions } from './support/postgres.ts';

describe.each(versions)('limits shared by all processes on $name', ({ binaries }) => {
  const current = useDatabase(binaries);
  const rewind = (seconds: number) =>
    current().database.query({ text: 'UPDATE rate_buckets SET filled_at = filled_at - make_interval(secs => $1)' }, [seconds]);

  it('gives no more tokens than a bucket holds, however many ask at once', async () => {
    const { database } = current();
    const bucket = { name: `key:${newId()}`, capacity: 10, seconds: 86_400 };
    const answers = await Promise.all(Array.from({ length: 40 }, () => takeTokens(database, [bucket])));
    expect(answers.flat().filter(({ allowed }) => allowed)).toHaveLength(10);
  });

  it('fills a bucket again with time, and never beyond its brim', async () => {
    const { database } = current();
    const bucket = { name: `key:${newId()}`, capacity: 60, seconds: 6_000, cost: 60 };
    expect(await takeTokens(database, [bucket])).toMatchObject([{ allowed: true, remaining: 0 }]);
    const [refused] = await takeTokens(database, [bucket]);
    expect(refused).toMatchObject({ allowed: false, remaining: 0 });
    expect(refused?.retryAfter).toBeGreaterThan(5_000);
    await rewind(3_000);
    expect(await takeTokens(database, [{ ...bucket, cost: 30 }])).toMatchObject([{ allowed: true, remaining: 0 }]);
    await rewind(1_000_000);
    expect(await takeTokens(database, [{ ...bucket, cost: 1 }])).toMatchObject([{ allowed: true, remaining: 59 }]);
  });

  it('takes from a key and an address together, and answers in their order', async () => {
    const { database } = current();
    const buckets = ['z', 'a', 'm'].map((name, index) => ({ name: `${name}:${newId()}`, capacity: index + 1, seconds: 86_400 }));
    await Promise.all(Array.from({ length: 20 }, () => takeTokens(database, buckets)));
    const states = await takeTokens(database, buckets);
    expect(states.map(({ name, allowed }) => [name, allowed])).toEqual(buckets.map(({ name }) => [name, false]));
    await rewind(86_400);
    expect((await takeTokens(database, buckets)).map(({ remaining }) => remaining)).toEqual([0, 1, 2]);
  });

  it('never refills from a clock that runs backwards, and takes nothing away', async () => {
    const { database } = current();
    const bucket = { name: `key:${newId()}`, capacity: 5, seconds: 5 };
    await takeTokens(database, [bucket]);
    await rewind(-3_600);
    expect(await takeTokens(database, [bucket])).toMatchObject([{ allowed: true, remaining: 3 }]);
  });

  it('adds up CPU time by tenant and flow within the hour', async () => {
    const { database } = current();
    const [tenantId, flowId, other] = [newId(), newId(), newId()];
    const charge = { tenantId, flowId, cpuTime: 1_500_000 };
    await Promise.all(
      Array.from({ length: 10 }, () => chargeCpu(database, [charge, charge, { ...charge, flowId: other, cpuTime: 1 }])),
    );
    expect(await cpuUsed(database, tenantId, flowId)).toMatchObject({ cpuTime: 30_000_000 });
    expect(await cpuUsed(database, tenantId, other)).toMatchObject({ cpuTime: 10 });
    expect(await cpuUsed(database, newId(), flowId)).toMatchObject({ cpuTime: 0 });
    await database.query({ text: `UPDATE cpu_usage SET hour = hour - interval '1 hour'` });
    expect(await cpuUsed(database, tenantId, flowId)).toMatchObject({ cpuTime: 0 });
  });

  it('begins a cool-down when abuse adds up, counting each submission once', async () => {
    const { database } = current();
    const policy = { window: 600, threshold: 3, coolDown: 900 };
    const report = { tenantId: newId(), flowId: newId(), kind: 'fork_bomb', details: {} };
    const submissionId = newId();
    expect(await reportAbuse(database, { ...report, submissionId }, policy)).toEqual({ weight: 1 });
    expect(await reportAbuse(database, { ...report, submissionId }, policy)).toEqual({ weight: 1 });
    expect(await findCoolDown(database, report.tenantId, report.flowId)).toBeUndefined();
    expect(await reportAbuse(database, { ...report, weight: 2, submissionId: newId() }, policy)).toEqual({
      weight: 3,
      cooledUntil: expect.any(Date),
    });
    expect(await findCoolDown(database, report.tenantId, report.flowId)).toMatchObject({ reason: 'fork_bomb' });
    expect(await findCoolDown(database, newId(), report.flowId)).toBeUndefined();
    const { flowId } = report;
    expect((await listCoolDowns(database, report.tenantId)).items).toMatchObject([{ flowId, reason: 'fork_bomb' }]);
    expect((await listCoolDowns(database, report.tenantId, { after: flowId })).items).toEqual([]);
    expect((await listCoolDowns(database, newId())).items).toEqual([]);
    await expect(listCoolDowns(database, report.tenantId, { after: 'x' })).rejects.toMatchObject({ code: 'cursor_bad' });
    expect((await listAbuse(database, report.tenantId)).items).toHaveLength(2);
    expect((await listAbuse(database, newId())).items).toEqual([]);
    await expect(liftCoolDown(database, newId(), report.flowId)).rejects.toMatchObject({ code: 'record_not_found' });
    await liftCoolDown(database, report.tenantId, report.flowId);
    expect(await findCoolDown(database, report.tenantId, report.flowId)).toBeUndefined();
  });

  it('does not count abuse that is older than the window', async () => {
    const { database } = current();
    const policy = { window: 600, threshold: 2, coolDown: 900 };
    const report = { tenantId: newId(), flowId: newId(), kind: 'flood', details: {} };
    await reportAbuse(database, report, policy);
    await database.query({ text: `UPDATE abuse_events SET at = at - interval '11 minutes'` });
    expect(await reportAbuse(database, report, policy)).toEqual({ weight: 1 });
  });
});
