import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CupelError } from '@cupel/domain';
import {
  Admission,
  claim,
  complete,
  type EmbeddedServer,
  enqueue,
  heartbeat,
  listen,
  migrate,
  newId,
  openDatabase,
} from '@cupel/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, temporaryFolder } from './support/postgres.ts';
import { anything, result, submission, worker } from './support/submissions.ts';

describe('PostgreSQL killed with -9 while it is written to', () => {
  let stateDir = '';
  let server: EmbeddedServer;
  beforeAll(async () => {
    stateDir = await temporaryFolder();
    server = await startTestServer(stateDir);
    await migrate(server.connectionString);
  });
  afterAll(async () => {
    await server.stop();
    await rm(stateDir, { recursive: true, force: true });
  });

  it('loses no submission and no result that it had acknowledged, and doubles none', async () => {
    const database = openDatabase({ connectionString: server.connectionString, applicationName: 'test' });
    const acknowledged = { submissions: new Set<string>(), results: new Set<string>() };
    const refusals = new Set<unknown>();
    let stopped = false;

    const unlessAway = async (work: () => Promise<unknown>) => {
      try {
        await work();
      } catch (error) {
        // What is down says so in the one way that the API answers with 503; nothing else may come out.
        refusals.add(error instanceof Error && 'code' in error ? error.code : error);
        await sleep(20);
      }
    };
    const submitAll = async (client: number) => {
      for (let number = 0; !stopped; number += 1) {
        const bodyHash = createHash('sha256').update(`${client} ${number}`).digest();
        const item = submission({ idempotency: { key: `${client} ${number}`, bodyHash } });
        let answered = false;
        // A client repeats what was not answered, with the same key.
        while (!answered && !stopped) {
          await unlessAway(async () => {
            const [outcome] = await enqueue(database, [{ ...item, id: newId() }], new Admission());
            if (outcome?.kind === 'accepted' || outcome?.kind === 'repeated') acknowledged.submissions.add(outcome.id);
            answered = true;
          });
        }
      }
    };
    const work = async (workerId: string) => {
      while (!stopped) {
        await unlessAway(async () => {
          const { jobs } = await claim(database, { ...anything, workerId, limit: 2 });
          for (const { lease } of jobs) {
            await complete(database, lease, result(), [], {});
            acknowledged.results.add(lease.submissionId);
          }
          if (jobs.length === 0) await sleep(5);
        });
      }
    };
    const clients = [...[1, 2, 3].map(submitAll), ...['a', 'b'].map(work)];
    for (let kill = 0; kill < 3; kill += 1) {
      const before = acknowledged.results.size;
      while (acknowledged.results.size < before + 30) await sleep(10);
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
      server = await startTestServer(stateDir);
    }
    const before = acknowledged.results.size;
    while (acknowledged.results.size < before + 10) await sleep(10);
    stopped = true;
    await Promise.all(clients);

    expect([...refusals]).toEqual(['database_unavailable']);
    const stored = await database.query<{ id: string; state: string; results: number }>({
      text: `SELECT id, state, (SELECT count(*) FROM results WHERE submission_id = id) AS results FROM submissions`,
    });
    const states = new Map(stored.map((row) => [row.id, row]));
    expect([...acknowledged.submissions].filter((id) => !states.has(id))).toEqual([]);
    expect([...acknowledged.results].filter((id) => states.get(id)?.state !== 'completed')).toEqual([]);
    expect(stored.filter(({ state, results }) => results !== (state === 'completed' ? 1 : 0))).toEqual([]);
    const [keys] = await database.query<{ doubled: number }>({
      text: `SELECT count(*) - count(DISTINCT submission_id) AS doubled FROM idempotency`,
    });
    expect(keys).toEqual({ doubled: 0 });
    await database.close();
  });

  it('finds the listener and the leases of living workers as they were', async () => {
    const database = openDatabase({ connectionString: server.connectionString, applicationName: 'test' });
    await database.query({ text: 'TRUNCATE submissions, idempotency CASCADE' });
    const ear = await listen(server.connectionString, 'test listener');
    await enqueue(database, [submission()], new Admission());
    const { jobs } = await claim(database, { ...anything, workerId: 'w' });
    // Claims are not waited for; whatever is waited for afterwards carries them to the disk.
    await enqueue(database, [submission({ requires: ['language:none'] })], new Admission());
    const back = new Promise<void>((resolve) => ear.on('resync', () => resolve()));
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    server = await startTestServer(stateDir);
    await back;
    const leases = jobs.map(({ lease }) => lease);
    expect(leases).toHaveLength(1);
    expect(await heartbeat(database, worker('w'), leases)).toEqual([]);
    for (const lease of leases) expect(await complete(database, lease, result(), [], {})).toBe('written');
    await ear.close();
    await database.close();
  });

  it('leases a job again whose claim a crash undid, and takes one result of it', async () => {
    const database = openDatabase({ connectionString: server.connectionString, applicationName: 'test' });
    await database.query({ text: 'TRUNCATE submissions, idempotency CASCADE' });
    await enqueue(
      database,
      Array.from({ length: 20 }, () => submission()),
      new Admission(),
    );
    const { jobs: first } = await claim(database, { ...anything, workerId: 'first', limit: 20 });
    expect(first).toHaveLength(20);
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    server = await startTestServer(stateDir);
    const { jobs: second } = await claim(database, { ...anything, workerId: 'second', limit: 20 });
    const attempts = [...first, ...second].map(({ lease }) => complete(database, lease, result(), [], {}).catch(refusalOf));
    const outcomes = await Promise.all(attempts);
    expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(20);
    expect(outcomes.filter((outcome) => outcome === 'lease_lost')).toHaveLength(second.length);
    const [stored] = await database.query<{ results: number }>({ text: 'SELECT count(*) AS results FROM results' });
    expect(stored).toEqual({ results: 20 });
    await database.close();
  });
});

function refusalOf(error: unknown): string {
  return error instanceof CupelError ? error.code : String(error);
}
