import { createHash } from 'node:crypto';
import { Admission, enqueue, newId, submit } from '@cupel/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase, versions } from './support/postgres.ts';
import { emptyQueue, submission } from './support/submissions.ts';

const hash = (text: string) => createHash('sha256').update(text).digest();

describe.each(versions)('idempotency keys on $name', ({ binaries }) => {
  const current = useDatabase(binaries);
  const admission = new Admission();
  beforeEach(() => emptyQueue(current().database));

  const count = async () => {
    const [row] = await current().database.query<{ submissions: number; jobs: number }>({
      text: 'SELECT (SELECT count(*) FROM submissions) AS submissions, (SELECT count(*) FROM jobs) AS jobs',
    });
    return row;
  };

  it('makes one submission of fifty that arrive at once', async () => {
    const { database } = current();
    const idempotency = { key: 'not a uuid at all', bodyHash: hash('body') };
    const answers = await Promise.all(Array.from({ length: 50 }, () => submit(database, submission({ idempotency }), admission)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await count()).toEqual({ submissions: 1, jobs: 1 });
  });

  it('refuses the same key with another body, and takes it from another tenant', async () => {
    const { database } = current();
    await submit(database, submission({ idempotency: { key: 'k', bodyHash: hash('one') } }), admission);
    const other = submission({ idempotency: { key: 'k', bodyHash: hash('two') } });
    await expect(submit(database, other, admission)).rejects.toMatchObject({ code: 'idempotency_conflict', status: 409 });
    expect(await submit(database, { ...other, tenantId: newId() }, admission)).toMatchObject({ repeated: false });
    expect(await count()).toEqual({ submissions: 2, jobs: 2 });
  });

  it('decides within one batch as between two', async () => {
    const { database } = current();
    const same = { key: 'k', bodyHash: hash('one') };
    const outcomes = await enqueue(
      database,
      [
        submission({ idempotency: same }),
        submission({ idempotency: same }),
        submission({ idempotency: { ...same, bodyHash: hash('two') } }),
        submission(),
      ],
      admission,
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'repeated', 'conflict', 'accepted']);
    expect(await count()).toEqual({ submissions: 2, jobs: 2 });
  });

  it('takes a key anew when its day is over', async () => {
    const { database } = current();
    const idempotency = { key: 'k', bodyHash: hash('one') };
    const first = await submit(database, submission({ idempotency }), admission);
    await database.query({ text: `UPDATE idempotency SET expires_at = now() - interval '1 second'` });
    const second = await submit(database, submission({ idempotency: { key: 'k', bodyHash: hash('two') } }), admission);
    expect(second).toMatchObject({ repeated: false });
    expect(second.id).not.toBe(first.id);
  });

  it('answers a repeated key with its submission although the queue is full', async () => {
    const { database } = current();
    const small = new Admission(1);
    const idempotency = { key: 'k', bodyHash: hash('one') };
    const first = await submit(database, submission({ idempotency }), small);
    expect(await submit(database, submission({ idempotency }), small)).toEqual({ id: first.id, repeated: true, state: 'queued' });
    await expect(submit(database, submission(), small)).rejects.toMatchObject({ code: 'queue_full' });
  });
});
