import fc from 'fast-check';
import { expect, test } from 'vitest';
import openapi from '../../openapi.json' with { type: 'json' };
import { call, useService, workThrough } from './support/service.ts';

const service = useService({ retentionDays: 1, waitSeconds: 2 });

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly string[];
}
interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: { readonly 'application/json'?: { readonly schema: Schema } } };
}

const schemas = openapi.components.schemas as unknown as Readonly<Record<string, Schema>>;
const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Readonly<Record<string, unknown>>).map(([method, operation]) => ({
    path,
    method: method.toUpperCase(),
    operation: operation as Operation,
  })),
);

const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    '\0',
    '\ud800',
    '../../etc/passwd',
    '%00',
    "'; DROP TABLE jobs; --",
    '\u202e',
    'a'.repeat(5_000),
    'https://[::ffff:127.0.0.1]/',
  ),
  fc.constantFrom<unknown>(
    0,
    -1,
    1e308,
    -0.5,
    2 ** 53,
    1.5,
    null,
    true,
    [],
    {},
    [[]],
    { toString: 1 },
    { $ref: '#' },
    { constructor: { prototype: {} } },
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>,
);

/** Mostly of the shape that the document gives, with something else here and there. */
function value(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  const { $ref, properties, items, enum: words } = schema;
  if ($ref) return value(schemas[$ref.split('/').at(-1) ?? ''] ?? {}, depth + 1);
  if (depth > 6) return nasty;
  const fitting = words
    ? fc.constantFrom(...words)
    : properties
      ? fc.record(Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, value(one, depth + 1)])), {
          requiredKeys: [],
        })
      : items
        ? fc.array(value(items, depth + 1), { maxLength: 4 })
        : plain([schema.type ?? 'string'].flat()[0] ?? 'string');
  return fc.oneof({ arbitrary: fitting, weight: 6 }, { arbitrary: nasty, weight: 1 });
}

function plain(type: string): fc.Arbitrary<unknown> {
  if (type === 'integer') return fc.oneof(fc.integer(), fc.maxSafeInteger());
  if (type === 'number') return fc.double();
  if (type === 'boolean') return fc.boolean();
  return fc.oneof(fc.constantFrom('python', 'print(1)', 'cpp', 'main.py', '3', '256M'), fc.string({ maxLength: 30 }));
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '?');
}

function query({ parameters }: Operation): fc.Arbitrary<string> {
  const own = parameters
    .filter((one) => one.in === 'query' && one.name !== 'wait')
    .map(({ name, schema }) => [name, value(schema)] as const);
  return fc.record(Object.fromEntries(own), { requiredKeys: [] }).map((values) =>
    Object.entries(values)
      .map(
        ([name, one]) => `${name}=${encodeURIComponent(wellFormed(typeof one === 'string' ? one : (JSON.stringify(one) ?? '')))}`,
      )
      .join('&'),
  );
}

const segment = fc.oneof(
  fc.constantFrom('x', '%00', '..%2f..', '0196f0a0-0000-7000-8000-000000000000', 'a'.repeat(199), 'a'.repeat(5_000)),
  fc.string({ minLength: 1, maxLength: 30 }).map((text) => encodeURIComponent(wellFormed(text))),
);

/** What is accepted is worked through at once, for this route waits for it. */
const waiting = new Set(['/api/run']);

test.each(operations.map((one) => [`${one.method} ${one.path}`, one] as const))(
  'no 500 and no hang: %s',
  async (_name, { path, method, operation }) => {
    const schema = operation.requestBody?.content['application/json']?.schema;
    const body = schema ? value(schema) : fc.constant(undefined);
    const property = fc.asyncProperty(segment, query(operation), body, async (id, search, sent) => {
      const target = `${path.replace('{id}', id)}${search === '' ? '' : `?${search}`}`;
      const reply = await call(service(), target, { method, ...(sent !== undefined && { body: sent }) });
      expect(reply.status, JSON.stringify(reply.body).slice(0, 300)).not.toBe(500);
      if (reply.status >= 400) expect(reply.body).toMatchObject({ error: expect.any(String), code: expect.any(String) });
    });
    const stop = waiting.has(path) ? workThrough(service()) : async () => undefined;
    await fc.assert(property, { numRuns: schema ? 60 : 15, interruptAfterTimeLimit: 20_000 });
    await stop();
  },
);

const texts: [what: string, raw: string | Uint8Array, code: string][] = [
  ['nothing', '', 'field_bad'],
  ['half', '{"language": "pyth', 'not_json'],
  ['two values', '{} {}', 'not_json'],
  ['not UTF-8', Buffer.from([123, 34, 255, 34, 58, 49, 125]), 'not_utf8'],
  ['depth 33', '['.repeat(33) + ']'.repeat(33), 'json_too_deep'],
  ['depth a million', '{"a":'.repeat(200_000), 'json_too_deep'],
  ['depth in strings does not count', JSON.stringify({ language: 'python', code: '[['.repeat(1_000), x: 1 }), 'field_bad'],
  ['__proto__', '{"__proto__": {"admin": true}}', 'json_key_refused'],
  ['__proto__ escaped', '{"\\u005f_proto__": 1}', 'json_key_refused'],
  ['a key twice', '{"language": "python", "language": "c"}', 'json_key_twice'],
  ['a list', '[]', 'field_bad'],
  ['NaN', '{"language": NaN}', 'not_json'],
];

test.each(texts)('refused before anything is stored: %s', async (_what, raw, code) => {
  const reply = await call(service(), '/api/run', { raw });
  expect(reply.body.code).toBe(code);
  expect(reply.status).toBe(code === 'field_bad' ? 422 : 400);
});

test('other types than JSON are 415; what is no path is 404; a path that cannot be decoded is 400', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const reply = await call(service(), '/api/submit', { raw: 'x', headers: { 'content-type': type } });
    expect([reply.status, reply.body.code]).toEqual([415, 'media_type']);
    expect(reply.body.error).toBe(`requests must be application/json, not ${type}`);
  }
  expect((await call(service(), '/api/nothing')).body).toMatchObject({ code: 'route_not_found' });
  expect((await call(service(), '/api/result/%E0%A4%A')).status).toBe(400);
});

test('limits that cannot be are 422, each with its field', async () => {
  const bad: [string, unknown][] = [
    ['memory', 0],
    ['cpu_time', -1],
    ['wall_time', Number.POSITIVE_INFINITY],
    ['memory', '12 parsecs'],
    ['processes', 1.5],
    ['cores', null],
    ['memory', { toString: 1 }],
    ['memory', 1e15],
  ];
  for (const [name, amount] of bad) {
    const raw = JSON.stringify({ language: 'python', code: 'x', limits: { [name]: '@' } }).replace(
      '"@"',
      amount === Number.POSITIVE_INFINITY ? '1e999' : JSON.stringify(amount),
    );
    const reply = await call(service(), '/api/submit', { raw });
    expect([name, reply.status, reply.body.field]).toEqual([name, 422, `limits.${name}`]);
  }
});
