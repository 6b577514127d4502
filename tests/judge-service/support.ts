import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKey, createTenant, ensurePrincipal, openDatabase } from '@cupel/store';
import { afterAll, beforeAll } from 'vitest';
import { databaseUrl, type Service, startService } from '../integration/service.ts';
import type { Files } from '../problems/package.ts';
import { rawZip } from '../problems/zip.ts';

const EXAMPLES = fileURLToPath(new URL('../../problems', import.meta.url));

/** A package as an upload has it. */
export const zipOf = (files: Files): Buffer =>
  rawZip(Object.entries(files).flatMap(([name, text]) => (text === undefined ? [] : [{ name, data: Buffer.from(text) }])));

/** One of the example problems. */
export function exampleZip(name: string): Buffer {
  const folder = join(EXAMPLES, name);
  const files = (at: string): string[] =>
    readdirSync(at).flatMap((entry) => (statSync(join(at, entry)).isDirectory() ? files(join(at, entry)) : [join(at, entry)]));
  return rawZip(
    files(folder).map((path) => ({
      name: relative(folder, path),
      data: readFileSync(path),
      mode: statSync(path).mode & 0o100 ? 0o100755 : 0o100644,
    })),
  );
}

export const exampleSource = (name: string, path: string): string =>
  readFileSync(join(EXAMPLES, name, 'submissions', path), 'utf8');

export interface Reply {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what came is what the tests look at
  readonly body: any;
}

/** Whoever holds a key of these scopes. */
export interface Person {
  get(path: string): Promise<Reply>;
  post(path: string, body?: unknown): Promise<Reply>;
  put(path: string, body: unknown): Promise<Reply>;
  remove(path: string): Promise<Reply>;
  upload(path: string, zip: Buffer): Promise<Reply>;
  readonly key: string;
}

export interface Cast {
  readonly service: Service;
  /** All scopes. */
  readonly root: Person;
  /** submit, read, setter. */
  readonly setter: Person;
  /** submit, read. */
  readonly student: Person;
  /** submit, read, admin: runs the service. */
  readonly operator: Person;
}

/** `cupel serve` for the tests of a file, with a key for everybody who may ask. */
export function useCast(settings: Readonly<Record<string, string>> = {}): () => Cast {
  let cast: Cast | undefined;
  beforeAll(async () => {
    const service = await startService({ settings: { CUPEL_KEYLESS: 'false', ...settings } });
    const root = personWith(service.url, service.key);
    const make = async (...scopes: string[]) => {
      const made = await root.post('/api/keys', { name: scopes.join(), scopes });
      return personWith(service.url, made.body.key);
    };
    cast = {
      service,
      root,
      setter: await make('submit', 'read', 'setter'),
      student: await make('submit', 'read'),
      operator: await make('submit', 'read', 'admin'),
    };
  });
  afterAll(async () => {
    await cast?.service.stop();
  });
  return () => {
    if (cast === undefined) throw new Error('the service is not there before the first test');
    return cast;
  };
}

/** Somebody with all scopes in a tenant of his own. */
export async function otherTenant(service: Service): Promise<Person> {
  const database = openDatabase({ connectionString: databaseUrl(service.dataDir), applicationName: 'tests', minConnections: 0 });
  try {
    const { id: tenantId } = await createTenant(database, 'elsewhere');
    const owner = { tenantId, kind: 'service', name: 'owner', externalId: 'owner' } as const;
    const { id: principalId } = await ensurePrincipal(database, owner);
    const scopes = ['submit', 'read', 'setter', 'admin'] as const;
    const { token } = await createKey(database, { tenantId, principalId, name: 'key', scopes: [...scopes] });
    return personWith(service.url, token);
  } finally {
    await database.close();
  }
}

/** Whoever holds this key. */
export function personWith(url: string, key: string): Person {
  const ask = async (path: string, init: RequestInit = {}): Promise<Reply> => {
    const response = await fetch(url + path, {
      ...init,
      headers: { 'x-api-key': key, ...(init.headers as Record<string, string>) },
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return { status: response.status, text, body: isJson ? JSON.parse(text) : undefined };
  };
  return {
    key,
    get: (path) => ask(path),
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
    put: (path, body) =>
      ask(path, { method: 'PUT', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    remove: (path) => ask(path, { method: 'DELETE' }),
    upload: (path, zip) =>
      ask(path, { method: 'POST', body: new Uint8Array(zip), headers: { 'content-type': 'application/zip' } }),
  };
}

export interface ToldEvent {
  readonly id: string | undefined;
  readonly kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: what came is what the tests look at
  readonly data: any;
}

/** A stream that was read to its end. */
export function eventsOf(text: string): readonly ToldEvent[] {
  return text.split('\n\n').flatMap((block) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const kind = field('event');
    return kind === undefined ? [] : [{ id: field('id'), kind, data: JSON.parse(field('data') ?? 'null') }];
  });
}

/** An echo problem: two samples apart, the answers are the inputs. */
export const ECHO: Files = {
  'problem.yaml':
    'problem_format_version: 2025-09\nname:\n  en: Echo\nuuid: 00000000-0000-4000-8000-000000000000\nlimits:\n  time_limit: 1\n',
  'statement/problem.en.md': 'Say it again.\n',
  'data/sample/1.in': 'sample\n',
  'data/sample/1.ans': 'sample\n',
  'data/secret/01.in': '1\n',
  'data/secret/01.ans': '1\n',
  'data/secret/02.in': '2\n',
  'data/secret/02.ans': '2\n',
  'input_validators/validate.py': 'import sys\nsys.exit(42)\n',
  'submissions/accepted/echo.py': 'print(input())\n',
};

export const ECHO_CODE = 'print(input())';
