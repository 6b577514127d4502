import { WALLS } from '@cupel/domain';
import { type Api, type Config, createLog, loadConfig, startApi } from '@cupel/server';
import { type ClaimedJob, claim, complete, heartbeat, type Listener, listen, migrate, type NewResult } from '@cupel/store';
import { afterAll, beforeAll } from 'vitest';
import { type TestDatabase, useDatabase } from '../../store/support/postgres.ts';
import { result, worker } from '../../store/support/submissions.ts';

export interface Service extends TestDatabase {
  readonly api: Api;
  readonly listener: Listener;
  readonly log: string[];
}

const languages = [
  { id: 'python', tools: [['python', '3.11.2']] },
  { id: 'cpp', tools: [['g++', '12.2.0']] },
];

const isolation = { mode: 'strict', walls: WALLS, missing: [] };
const capabilities = ['language:python', 'language:python@3.11.2', 'language:cpp', 'isolation:strict'];

/** Settings as they are in force without any environment; the port is a free one. */
export function settings(changes: Partial<Config> = {}): Config {
  return { ...loadConfig({ environment: {} }), port: 0, ...changes };
}

/** The API over a PostgreSQL of its own, for the tests of a file; and the word of one worker that it lives. */
export function useService(changes: Partial<Config> = {}): () => Service {
  const database = useDatabase();
  let current: Service | undefined;
  beforeAll(async () => {
    const { server } = database();
    await migrate(server.connectionString);
    await announce(database());
    const listener = await listen(server.connectionString, 'tests');
    const log: string[] = [];
    const api = await startApi({
      config: settings(changes),
      database: database().database,
      listener,
      log: createLog('debug', { write: (line) => void log.push(line) }),
    });
    current = { ...database(), api, listener, log };
  });
  afterAll(async () => {
    await current?.api.close();
    await current?.listener.close();
  });
  return () => {
    if (current === undefined) throw new Error('the service is not there before the first test');
    return current;
  };
}

async function announce({ database }: Pick<TestDatabase, 'database'>, id = 'worker-1'): Promise<void> {
  const details = { languages, isolation, cgroup: 'v1', kernel: '6.1.0', launcher: '0.1.0' };
  await heartbeat(database, worker(id, { capabilities, details }), []);
}

/** Claims the next job as a worker would, or undefined. */
export async function take({ database }: Pick<TestDatabase, 'database'>): Promise<ClaimedJob | undefined> {
  const { jobs } = await claim(database, { workerId: 'worker-1', capabilities, limit: 1, held: 0 });
  return jobs[0];
}

/** Does all work that there is, until stopped: every job ends with the result that `answer` makes of it. */
export function workThrough(service: Service, answer: (job: ClaimedJob) => Partial<NewResult> = () => ({})) {
  let busy: Promise<void> = Promise.resolve();
  const work = () => {
    busy = busy.then(async () => {
      for (let job = await take(service); job; job = await take(service))
        await complete(service.database, job.lease, result(answer(job)), [], {});
    });
  };
  service.listener.on('cupel_job', work);
  work();
  return async () => {
    service.listener.off('cupel_job', work);
    await busy;
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what came is what the tests look at
  readonly body: any;
}

export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly raw?: string | Uint8Array;
  readonly headers?: Record<string, string>;
  readonly key?: string;
}

/** One request; the body is JSON unless it is given raw. */
export async function call({ api }: Pick<Service, 'api'>, path: string, options: Call = {}): Promise<Reply> {
  const { body, raw, key } = options;
  const hasBody = body !== undefined || raw !== undefined;
  const response = await fetch(api.url + path, {
    method: options.method ?? (hasBody ? 'POST' : 'GET'),
    headers: { ...(hasBody && { 'content-type': 'application/json' }), ...(key && { 'x-api-key': key }), ...options.headers },
    ...(hasBody && { body: raw ?? JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json');
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}
