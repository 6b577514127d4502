import { Admission, claim, complete, enqueue, type Lane, type NewSubmission, newId } from '@cupel/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase, versions } from './support/postgres.ts';
import { anything, emptyQueue, result, submission } from './support/submissions.ts';

describe.each(versions)('turns on $name', ({ binaries }) => {
  const current = useDatabase(binaries);
  beforeEach(() => emptyQueue(current().database));

  const put = async (name: string, count: number, changes: Partial<NewSubmission>) => {
    await enqueue(
      current().database,
      Array.from({ length: count }, () => submission({ ...changes, reference: name })),
      new Admission(),
    );
  };
  const names = async (ids: readonly string[]) => {
    const rows = await current().database.query<{ id: string; reference: string }>({
      text: 'SELECT id, reference FROM submissions',
    });
    const references = new Map(rows.map(({ id, reference }) => [id, reference]));
    return ids.map((id) => references.get(id));
  };
  /** Claims and completes one at a time, as a worker with one slot does. */
  const serve = async (count: number, options: Partial<Parameters<typeof claim>[1]> = {}) => {
    const served: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const { jobs } = await claim(current().database, { ...anything, workerId: 'w', ...options });
      for (const { lease } of jobs) {
        served.push(lease.submissionId);
        await complete(current().database, lease, result(), [], {});
      }
    }
    return names(served);
  };

  it('serves the lanes in their order, and each in the order of arrival', async () => {
    for (const lane of ['rejudge', 'batch', 'normal', 'interactive'] as const satisfies readonly Lane[])
      await put(lane, 2, { lane });
    expect(await serve(8)).toEqual(['interactive', 'interactive', 'normal', 'normal', 'batch', 'batch', 'rejudge', 'rejudge']);
  });

  it('lets no tenant wait behind the flood of another, even with one slot', async () => {
    await put('flood', 50, { tenantId: newId() });
    await serve(3);
    await put('guest', 3, { tenantId: newId() });
    expect(await serve(6)).toEqual(['guest', 'flood', 'guest', 'flood', 'guest', 'flood']);
  });

  it('shares many slots evenly between tenants, and between the keys of one', async () => {
    const tenantId = newId();
    await put('loud key', 50, { tenantId, keyId: newId() });
    await put('quiet key', 2, { tenantId, keyId: newId() });
    await put('guest', 4, { tenantId: newId() });
    const { jobs } = await claim(current().database, { ...anything, workerId: 'w', limit: 8 });
    const counts = new Map<string | undefined, number>();
    for (const name of await names(jobs.map(({ lease }) => lease.submissionId))) counts.set(name, (counts.get(name) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({ guest: 4, 'quiet key': 2, 'loud key': 2 });
  });

  it('counts what runs already: who holds slots waits for who holds none', async () => {
    await put('holder', 10, { tenantId: newId() });
    await claim(current().database, { ...anything, workerId: 'w', limit: 2 });
    await put('guest', 10, { tenantId: newId() });
    const { jobs } = await claim(current().database, { ...anything, workerId: 'w', limit: 2 });
    expect(await names(jobs.map(({ lease }) => lease.submissionId))).toEqual(['guest', 'guest']);
  });

  it('lets what has waited long take turns with the lane above, so that nothing starves', async () => {
    await put('old batch', 3, { lane: 'batch' });
    await current().database.query({ text: `UPDATE jobs SET queued_at = now() - interval '125 seconds'` });
    await put('interactive', 6, { lane: 'interactive' });
    const served = await serve(6, { agingSeconds: 60 });
    expect(served.filter((name) => name === 'old batch')).toHaveLength(3);
    expect(served.filter((name) => name === 'interactive')).toHaveLength(3);
  });

  it('gives a job with more priority a head start within its flow', async () => {
    await put('usual', 2, {});
    await put('urgent', 1, { priority: 5 });
    await put('idle', 1, { priority: -5 });
    expect(await serve(4)).toEqual(['urgent', 'usual', 'usual', 'idle']);
  });

  it('gives a worker only what it can run, and passes over the rest', async () => {
    await put('cpp', 20, { requires: ['language:cpp', 'isolation:strict'] });
    await put('python', 1, { requires: ['language:python'] });
    expect(await serve(2, { capabilities: ['language:cpp', 'language:python'] })).toEqual(['python']);
    expect(await serve(1, { capabilities: ['isolation:strict', 'language:cpp', 'label:big'] })).toEqual(['cpp']);
  });
});
