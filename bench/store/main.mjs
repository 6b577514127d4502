/**
 * What the queue takes and gives: time from enqueue to claim with an idle, listening worker; jobs per second through
 * enqueue, claim and complete; and what a claim costs in front of a long or much divided queue.
 * Prints figures, judges none. Options: --old N fills the table with N finished jobs first.
 */
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Admission, claim, complete, enqueue, listen, migrate, newId, openDatabase, startEmbedded } from '@cupel/store';

const limits = { wallTime: 1e7, cpuTime: 5e6, memory: 2 ** 28, processes: 64, scratchBytes: 2 ** 26, scratchInodes: 1024 };
const tenant = { tenantId: newId(), principalId: newId() };
const submission = (changes = {}) => ({
  ...tenant,
  kind: 'run',
  lane: 'interactive',
  language: 'python',
  profile: 'judge',
  requires: ['language:python'],
  source: Buffer.from('print(input())\n'.repeat(20)),
  stdin: Buffer.from('1\n'),
  args: [],
  limits,
  options: {},
  files: [],
  ...changes,
});
const result = {
  verdict: 'AC',
  cause: 'accepted',
  because: 'ended with code 0',
  exitCode: 0,
  stdout: Buffer.from('1\n'),
  stderr: Buffer.alloc(0),
  cpuTime: 12_000,
  wallTime: 15_000,
  memoryPeak: 8_000_000,
  record: { evidence: { version: 1, firstCause: 'ended', text: 'x'.repeat(1500) } },
};
const wanted = { capabilities: ['language:python'], held: 0 };
const admission = new Admission(1_000_000);

const show = (name, times) => {
  times.sort((a, b) => a - b);
  const at = (share) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(2);
  console.log(`${name.padEnd(58)} p50 ${at(0.5)} ms   p99 ${at(0.99)} ms   n ${times.length}`);
};
const rate = (name, count, ms) => console.log(`${name.padEnd(58)} ${Math.round((count / ms) * 1000)} /s`);

async function latency(database, listener, count) {
  const enqueued = new Map();
  const times = { enqueue: [], start: [], complete: [] };
  let wake = () => {};
  listener.on('cupel_job', () => wake());
  let done = 0;
  const worker = async () => {
    while (done < count) {
      const woken = new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, 1000);
      });
      const { jobs } = await claim(database, { ...wanted, workerId: 'w', limit: 2 });
      for (const { lease } of jobs) {
        times.start.push(performance.now() - enqueued.get(lease.submissionId));
        const before = performance.now();
        await complete(database, lease, result, [{ seq: 1, kind: 'done', data: {} }], { 'submission.completed': ['accounting'] });
        times.complete.push(performance.now() - before);
        done += 1;
      }
      if (jobs.length === 0) await woken;
    }
  };
  const working = worker();
  for (let index = 0; index < count; index += 1) {
    const id = newId();
    enqueued.set(id, performance.now());
    await enqueue(database, [submission({ id })], admission);
    times.enqueue.push(performance.now() - enqueued.get(id));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await working;
  show('enqueue, one client', times.enqueue);
  show('from enqueue to claimed, idle worker', times.start);
  show('complete', times.complete);
}

async function throughput(database, clients, count) {
  let left = count;
  const begin = performance.now();
  const times = [];
  const client = async () => {
    while (left-- > 0) {
      const before = performance.now();
      await enqueue(database, [submission()], admission);
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  rate(`enqueue singly, ${clients} clients`, count, performance.now() - begin);
  show(`  each of them`, times);
}

async function drain(database, workers, limit, name) {
  const begin = performance.now();
  const times = [];
  let count = 0;
  const worker = async (_, index) => {
    for (;;) {
      const before = performance.now();
      const { jobs } = await claim(database, { ...wanted, workerId: `w${index}`, limit });
      times.push(performance.now() - before);
      if (jobs.length === 0) return;
      await Promise.all(jobs.map(({ lease }) => complete(database, lease, result, [{ seq: 1, kind: 'done', data: {} }], {})));
      count += jobs.length;
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  rate(`claim and complete, ${name}, ${workers} workers by ${limit}`, count, performance.now() - begin);
  show('  each claim', times);
}

async function inBatches(database, batches, size, changes = () => ({})) {
  const begin = performance.now();
  for (let batch = 0; batch < batches; batch += 1) {
    await enqueue(
      database,
      Array.from({ length: size }, (_, index) => submission({ lane: 'batch', ...changes(batch, index) })),
      admission,
    );
  }
  rate(`enqueue in batches of ${size}`, batches * size, performance.now() - begin);
}

const folder = await mkdtemp(join(tmpdir(), 'cupel-bench-'));
await chmod(folder, 0o711);
const nobody =
  (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'nobody') ?? [];
const system = process.getuid() === 0 ? { system: { uid: Number(nobody[2]), gid: Number(nobody[3]) } } : {};
const server = await startEmbedded({ stateDir: folder, ...system });
try {
  await migrate(server.connectionString);
  const database = openDatabase({ connectionString: server.connectionString, applicationName: 'bench' });
  const listener = await listen(server.connectionString, 'bench listener');
  await latency(database, listener, 100);
  console.log('--- warm');
  await latency(database, listener, 1000);
  for (const clients of [1, 8, 64]) await throughput(database, clients, 2000);
  await drain(database, 2, 2, 'one flow, 6,000 waiting');
  await inBatches(database, 20, 500);
  await drain(database, 2, 20, 'one flow, 10,000 waiting');
  const keys = Array.from({ length: 200 }, () => newId());
  await inBatches(database, 4, 500, (_, index) => ({ keyId: keys[index % keys.length] }));
  await drain(database, 2, 2, '200 flows, 2,000 waiting');
  const [{ size }] = await database.query({ text: `SELECT pg_size_pretty(pg_database_size(current_database())) AS size` });
  console.log(`size of the database after all that: ${size}`);
  await listener.close();
  await database.close();
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
