import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Cupel, type InteractiveRequest, type SubmissionEvent } from '@cupel/sdk';
import { afterAll, beforeAll } from 'vitest';
import { call, until } from './api.ts';
import { databaseUrl, type Service, startService, temporaryFolder } from './service.ts';

export const TERMINAL = { columns: 80, rows: 24 };

/** Two API processes and one worker; what is typed goes through the one, what is read through the other. */
export interface Pair {
  readonly one: Service;
  /** Accepts four such programs of a key at once, and gives nobody up as soon as the first does. */
  readonly other: Service;
  begin(request: InteractiveRequest, service?: Service): Promise<string>;
  python(code: string, more?: Partial<InteractiveRequest>): Promise<string>;
  type(id: string, body: unknown, service?: Service): ReturnType<typeof call>;
  watch(id: string): Watched;
}

/** Follows on the first process; the text so far, and what else was told. */
interface Watched {
  readonly events: readonly SubmissionEvent[];
  readonly ended: Promise<void>;
  text(stream?: 'stdout' | 'stderr'): string;
  shows(wanted: string): Promise<string>;
}

export const clientOf = ({ url, key }: Service) => new Cupel({ baseUrl: url, apiKey: key });

/** For the tests of a file. */
export function usePair(): () => Pair {
  let folder = '';
  let pair: Pair | undefined;
  beforeAll(async () => {
    folder = await temporaryFolder();
    const settings = { CUPEL_INTERACTIVE_SLOTS: '3', CUPEL_MAX_SLOTS: '1', CUPEL_INTERACTIVE_IDLE_SECONDS: '3' };
    const one = await startService({ dataDir: join(folder, 'one'), settings });
    const second = { DATABASE_URL: databaseUrl(one.dataDir), CUPEL_INTERACTIVE_PER_KEY: '4' };
    const other = await startService({ command: 'api', dataDir: join(folder, 'other'), settings: second });
    pair = pairOf(one, { ...other, key: one.key });
  });
  afterAll(async () => {
    await pair?.other.stop();
    await pair?.one.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (pair === undefined) throw new Error('there is no service before the first test');
    return pair;
  };
}

function pairOf(one: Service, other: Service): Pair {
  const begin: Pair['begin'] = async (request, service = one) => (await clientOf(service).submit(request)).id;
  return {
    one,
    other,
    begin,
    python: (code, more = { interactive: true }) => begin({ language: 'python', code, ...more }),
    type: (id, body, service = other) => call(service, 'POST', `/api/submissions/${id}/input`, body),
    watch: (id) => watch(one, id),
  };
}

function watch(service: Service, id: string): Watched {
  const events: SubmissionEvent[] = [];
  const ended = (async () => {
    for await (const event of clientOf(service).stream(id)) events.push(event);
  })().catch(() => undefined);
  const text = (stream = 'stdout') =>
    events.map((event) => (event.kind === 'output' && event.data.stream === stream ? event.data.text : '')).join('');
  return { events, ended, text, shows: (wanted) => until(text, (shown) => shown.includes(wanted)) };
}
