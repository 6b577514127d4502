import {
  Admission,
  type Connection,
  claim,
  complete,
  enqueue,
  enqueueBatch,
  enqueueMany,
  getSubmission,
  newId,
} from '@cupel/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase, versions } from './support/postgres.ts';
import { anything, emptyQueue, limits, result, submission } from './support/submissions.ts';

describe.each(versions)('the queue on $name', ({ binaries }) => {
  const current = useDatabase(binaries);
  beforeEach(() => emptyQueue(current().database));

  it('carries every byte from the submission to the worker, and from the worker to the result', async () => {
    const { database } = current();
    const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const id = newId();
    const [outcome] = await enqueue(
      database,
      [
        submission({
          id,
          source: allBytes,
          stdin: allBytes,
          expectedOutput: allBytes,
          sourceName: 'mäin.py',
          args: ['a b', '"\\', 'ünï'],
          options: { text: 'a\0b\ud800', 'key\0': 1 },
          files: [{ name: 'data/x.bin', content: { kind: 'bytes', bytes: allBytes }, executable: true }],
        }),
      ],
      new Admission(),
    );
    expect(outcome).toEqual({ kind: 'accepted', id });
    const { jobs } = await claim(database, { ...anything, workerId: 'a' });
    expect(jobs).toHaveLength(1);
    const [job] = jobs;
    if (!job) return;
    expect(job).toMatchObject({ lane: 'normal', language: 'python', sourceName: 'mäin.py', args: ['a b', '"\\', 'ünï'], limits });
    expect(job.lease).toEqual({ submissionId: id, epoch: 1, workerId: 'a' });
    expect([job.source, job.stdin, job.expectedOutput]).toEqual([allBytes, allBytes, allBytes]);
    expect(job.files).toEqual([{ name: 'data/x.bin', content: { kind: 'bytes', bytes: allBytes }, executable: true }]);
    expect(job.options).toEqual({ text: 'a\uFFFDb\uFFFD', 'key\uFFFD': 1 });

    expect(await complete(database, job.lease, result({ stdout: allBytes, stderr: allBytes }), [], {})).toBe('written');
    const done = await getSubmission(database, job.tenantId, id);
    expect(done).toMatchObject({ state: 'completed', verdict: 'AC', cause: 'accepted' });
    expect(done.result).toMatchObject({ epoch: 1, exitCode: 0, cpuTime: 12_000, memoryPeak: 8_000_000 });
    expect([done.result?.stdout, done.result?.stderr]).toEqual([allBytes, allBytes]);
  });

  it('says whether there is more to take, and nothing of what others can do alone', async () => {
    const { database } = current();
    await enqueue(database, [submission(), submission(), submission({ requires: ['language:other'] })], new Admission());
    expect(await claim(database, { ...anything, workerId: 'a' })).toMatchObject({ jobs: [{}], more: true });
    expect(await claim(database, { ...anything, workerId: 'a', held: 1 })).toMatchObject({ jobs: [{}], more: false });
    expect(await claim(database, { ...anything, workerId: 'a', held: 2 })).toEqual({ jobs: [], suspects: 0, more: false });
  });

  it('writes a heavy batch a megabyte at a time, and all of it or none', async () => {
    const { database } = current();
    const heavy = (name: string) => submission({ source: Buffer.alloc(300_000, name) });
    const batch = Array.from({ length: 12 }, (_, index) => heavy(String(index)));
    const sent: number[] = [];
    const outcomes = await database.transaction((connection) =>
      enqueueMany(
        counted(connection, sent),
        [heavy('a'), ...batch, submission({ source: Buffer.alloc(2_000_000) })],
        new Admission(),
      ),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(14).fill('accepted'));
    expect(sent).toEqual([900_000, 900_000, 900_000, 900_000, 300_000, 2_000_000]);

    const missing = { name: 'x', content: { kind: 'blob', sha256: '0'.repeat(64) } } as const;
    const spoilt = enqueueBatch(database, [...batch, submission({ files: [missing] })], new Admission());
    await expect(spoilt).rejects.toMatchObject({ code: 'blob_not_found' });
    expect(await database.query({ text: 'SELECT count(*) FROM jobs' })).toEqual([{ count: 14 }]);
  });

  it('gives each job once, however many workers claim at once', async () => {
    const { database } = current();
    const items = Array.from({ length: 400 }, () => submission());
    await enqueue(database, items, new Admission());
    const claimed: string[] = [];
    const work = async (workerId: string) => {
      for (;;) {
        const { jobs } = await claim(database, { ...anything, workerId, limit: 3 });
        if (jobs.length === 0) return;
        claimed.push(...jobs.map(({ lease }) => lease.submissionId));
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, index) => work(`worker ${index}`)));
    // A claimer that only met rows locked by others goes away empty-handed; the next one finds them.
    await work('last');
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(claimed).toHaveLength(400);
  });
});

/** Notes how many bytes of programs each statement carries. */
function counted(connection: Connection, sent: number[]): Connection {
  const bytesIn = (value: unknown): number =>
    Array.isArray(value) ? value.reduce((sum, one) => sum + bytesIn(one), 0) : Buffer.isBuffer(value) ? value.length : 0;
  return {
    ...connection,
    query: (statement, values = []) => {
      if (statement.name === 'enqueue') sent.push(bytesIn(values));
      return connection.query(statement, values);
    },
  };
}
