import { Admission, claim, countInPool, enqueue, fail, listen, newId } from '@cupel/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase, versions } from './support/postgres.ts';
import { anything, emptyQueue, submission } from './support/submissions.ts';

const POOL = 'typed';
const all = { ...anything, limit: 10 };
const pooled = { ...all, capabilities: [...anything.capabilities, POOL], needs: [POOL] };

describe.each(versions)('pools of jobs on $name', ({ binaries }) => {
  const current = useDatabase(binaries);
  beforeEach(() => emptyQueue(current().database));

  async function put(count: number, pool?: string): Promise<string[]> {
    const items = Array.from({ length: count }, () => submission({ id: newId(), ...(pool !== undefined && { pool }) }));
    await enqueue(current().database, items, new Admission());
    return items.map(({ id }) => id ?? '').sort();
  }
  const taken = async (options: typeof all & { readonly needs?: readonly string[] }) => {
    const { jobs, more } = await claim(current().database, { ...options, workerId: 'w' });
    return { ids: jobs.map(({ lease }) => lease.submissionId).sort(), more };
  };

  it('are asked for by themselves, whatever else waits before them', async () => {
    const common = await put(3);
    const own = await put(2, POOL);
    expect(await taken({ ...pooled, limit: 1 })).toMatchObject({ ids: [expect.any(String)], more: true });
    const { ids, more } = await taken(all);
    expect([ids, more]).toEqual([common, false]);
    const rest = await taken(pooled);
    expect(rest).toMatchObject({ ids: [expect.any(String)], more: false });
    expect(own).toContain(rest.ids[0]);
  });

  it('are counted by key while they wait or run', async () => {
    const { database } = current();
    const { tenantId, principalId } = submission();
    await put(2, POOL);
    await put(4);
    await taken({ ...pooled, limit: 1 });
    expect(await countInPool(database, tenantId, principalId, POOL)).toBe(2);
    expect(await countInPool(database, tenantId, newId(), POOL)).toBe(0);
  });

  it('wake only those who serve them', async () => {
    const listener = await listen(current().server.connectionString, 'tests', ['cupel_job']);
    const woken: string[] = [];
    listener.on('cupel_job', (pool) => woken.push(pool));
    await put(1, POOL);
    await expect.poll(() => woken).toEqual([POOL]);
    await put(1);
    await expect.poll(() => woken).toEqual([POOL, '']);
    await listener.close();
  });

  it('keep a job that killed two workers away from those who do not serve its pool', async () => {
    const { database } = current();
    await put(1, POOL);
    for (let crashes = 0; crashes < 2; crashes += 1) {
      const { jobs } = await claim(database, { ...pooled, workerId: 'w' });
      const lease = jobs[0]?.lease ?? { submissionId: '', epoch: 0, workerId: '' };
      const reason = { code: 'launcher_died', message: 'died', stage: 'run', evidence: {} };
      await fail(database, lease, { reason, crashed: true }, {}, { maxAttempts: 9, maxCrashes: 9, firstBackoff: 0 });
    }
    expect(await claim(database, { ...all, workerId: 'w' })).toMatchObject({ jobs: [], suspects: 0 });
    expect(await claim(database, { ...pooled, workerId: 'w' })).toMatchObject({ jobs: [{ crashes: 2 }] });
  });
});
