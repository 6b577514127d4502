import { createHash, randomBytes } from 'node:crypto';
import {
  Admission,
  blobUsage,
  cancel,
  claim,
  complete,
  countBatch,
  deleteSubmission,
  enqueue,
  ensureTenant,
  findQueuePosition,
  getSubmission,
  getSubmissionInput,
  listEvents,
  listSubmissions,
  newId,
  putBlob,
  readBlob,
  submit,
  sweep,
  touchBlob,
} from '@cupel/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase, versions } from './support/postgres.ts';
import { anything, emptyQueue, result, submission } from './support/submissions.ts';

describe.each(versions)('submissions on $name', ({ binaries }) => {
  const current = useDatabase(binaries);
  const admission = new Admission();
  let tenantId = '';
  beforeEach(async () => {
    const { database } = current();
    await emptyQueue(database);
    await database.query({ text: 'TRUNCATE tenants CASCADE' });
    tenantId = (await ensureTenant(database, 'default')).id;
  });

  it('shows a tenant nothing that is another’s', async () => {
    const { database } = current();
    const { id } = await submit(database, submission({ tenantId }), admission);
    const stranger = newId();
    const notFound = { code: 'submission_not_found', status: 404 };
    for (const other of [id, newId(), 'no id', "'; DROP TABLE submissions"]) {
      await expect(getSubmission(database, stranger, other)).rejects.toMatchObject(notFound);
      await expect(getSubmissionInput(database, stranger, other)).rejects.toMatchObject(notFound);
      await expect(cancel(database, stranger, other, {})).rejects.toMatchObject(notFound);
      await expect(deleteSubmission(database, stranger, other)).rejects.toMatchObject(notFound);
      await expect(findQueuePosition(database, stranger, other)).rejects.toMatchObject(notFound);
      expect(await listEvents(database, stranger, other)).toEqual([]);
    }
    expect((await listSubmissions(database, stranger)).items).toEqual([]);
    expect(await getSubmission(database, tenantId, id)).toMatchObject({ state: 'queued', result: null });
  });

  it('pages through a list, newest first, and filters it', async () => {
    const { database } = current();
    const batchId = newId();
    const made = Array.from({ length: 7 }, (_, index) =>
      submission({
        tenantId,
        id: newId(),
        language: index % 2 ? 'cpp' : 'python',
        reference: `r${index}`,
        ...(index < 3 && { batchId }),
      }),
    );
    await enqueue(database, made, admission);
    const ids = made.map(({ id }) => id).reverse();
    const first = await listSubmissions(database, tenantId, { limit: 4 });
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 4));
    const second = await listSubmissions(database, tenantId, { limit: 4, after: first.next ?? '' });
    expect(second.items.map(({ id }) => id)).toEqual(ids.slice(4));
    expect(second.next).toBeUndefined();
    const references = async (filter: Parameters<typeof listSubmissions>[2]) =>
      (await listSubmissions(database, tenantId, filter)).items.map(({ reference }) => reference);
    expect(await references({ languages: ['cpp'] })).toEqual(['r5', 'r3', 'r1']);
    expect(await references({ batchId, languages: ['python'] })).toEqual(['r2', 'r0']);
    expect(await references({ states: ['completed'] })).toEqual([]);
    expect(await references({ batchId: 'none' })).toEqual([]);
    expect(await references({ from: new Date(Date.now() + 3_600_000) })).toEqual([]);
    await expect(listSubmissions(database, tenantId, { after: 'x' })).rejects.toMatchObject({ code: 'cursor_bad' });
    expect(await countBatch(database, tenantId, batchId)).toMatchObject({ queued: 3, completed: 0 });
    expect(await findQueuePosition(database, tenantId, ids[6] ?? '')).toEqual({ ahead: 0 });
    expect(await findQueuePosition(database, tenantId, ids[0] ?? '')).toEqual({ ahead: 0 });
    const later = await submit(database, submission({ tenantId }), admission);
    expect(await findQueuePosition(database, tenantId, later.id)).toEqual({ ahead: 7 });
  });

  it('deletes a running submission with all that belongs to it, so that no result can come', async () => {
    const { database } = current();
    const { id } = await submit(database, submission({ tenantId, webhook: { url: 'https://x.test', secret: 's' } }), admission);
    const { jobs } = await claim(database, { ...anything, workerId: 'w' });
    await deleteSubmission(database, tenantId, id);
    for (const { lease } of jobs) {
      await expect(complete(database, lease, result(), [], {})).rejects.toMatchObject({ code: 'lease_lost' });
    }
    const [left] = await database.query({
      text: `SELECT (SELECT count(*) FROM submissions) + (SELECT count(*) FROM submission_inputs) + (SELECT count(*) FROM jobs)
        + (SELECT count(*) FROM events) + (SELECT count(*) FROM results) + (SELECT count(*) FROM submission_webhooks) AS rows`,
    });
    expect(left).toEqual({ rows: 0 });
  });

  it('keeps large files as blobs: once for a tenant, for no other, and as long as they are used', async () => {
    const { database } = current();
    const bytes = randomBytes(700_000);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await expect(putBlob(database, tenantId, bytes, '0'.repeat(64))).rejects.toMatchObject({ code: 'blob_mismatch' });
    const put = await Promise.all([1, 2, 3].map(() => putBlob(database, tenantId, bytes, sha256)));
    expect(put).toEqual([1, 2, 3].map(() => ({ sha256, size: 700_000 })));
    expect(await blobUsage(database, tenantId)).toEqual({ blobs: 1, bytes: 700_000 });
    const read: Buffer[] = [];
    for await (const chunk of readBlob(database, tenantId, sha256)) read.push(chunk);
    expect(Buffer.concat(read).equals(bytes)).toBe(true);

    const stranger = (await ensureTenant(database, 'stranger')).id;
    expect(await touchBlob(database, stranger, sha256)).toBe(false);
    await expect(readBlob(database, stranger, sha256).next()).rejects.toMatchObject({ code: 'blob_not_found' });
    const files = [{ name: 'big.bin', content: { kind: 'blob', sha256 } as const }];
    await expect(submit(database, submission({ tenantId: stranger, files }), admission)).rejects.toMatchObject({
      code: 'blob_not_found',
      message: expect.stringContaining(sha256),
    });
    const { id } = await submit(database, submission({ tenantId, files }), admission);
    expect((await getSubmissionInput(database, tenantId, id)).files).toEqual([{ ...files[0], executable: false }]);

    const age = () => database.query({ text: `UPDATE blobs SET put_at = now() - interval '2 hours'` });
    await age();
    expect((await sweep(database)).swept.blobs).toBe(0);
    await deleteSubmission(database, tenantId, id);
    expect((await sweep(database)).swept.blobs).toBe(0);
    await age();
    expect((await sweep(database)).swept.blobs).toBe(1);
    expect(await database.query({ text: 'SELECT FROM blob_chunks' })).toEqual([]);
  });

  it('sweeps what is past its time, but nothing that waits or runs', async () => {
    const { database } = current();
    const kept = await submit(database, submission({ tenantId }), admission);
    const done = await submit(database, submission({ tenantId, keepFor: 1, lane: 'interactive' }), admission);
    const { jobs } = await claim(database, { ...anything, workerId: 'w' });
    for (const { lease } of jobs) await complete(database, lease, result(), [], {});
    const waiting = await submit(database, submission({ tenantId, keepFor: 1 }), admission);
    await database.query({
      text: `UPDATE submissions SET expires_at = now() - interval '1 second' WHERE expires_at IS NOT NULL`,
    });
    expect(await sweep(database)).toMatchObject({ swept: { submissions: 1 }, more: false });
    await expect(getSubmission(database, tenantId, done.id)).rejects.toMatchObject({ code: 'submission_not_found' });
    for (const { id } of [kept, waiting]) expect(await getSubmission(database, tenantId, id)).toMatchObject({ state: 'queued' });
  });
});
