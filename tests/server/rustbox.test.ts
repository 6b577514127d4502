import { complete } from '@cupel/store';
import { expect, test } from 'vitest';
import { result } from '../store/support/submissions.ts';
import { call, settings, take, useService, workThrough } from './support/service.ts';

const service = useService({ waitSeconds: 2 });
const hello = { language: 'python', code: 'print(1)' };

test('submit, wait, result: the fields that Rustbox clients read', async () => {
  const stop = workThrough(service(), () => ({
    stdout: Buffer.from('1\n'),
    cpuTime: 12_000,
    wallTime: 15_500,
    memoryPeak: 8_000_000,
  }));
  const { status, body } = await call(service(), '/api/submit?wait=true', { body: { ...hello, language: 'PYTHON' } });
  await stop();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: 'completed',
    language: 'python',
    verdict: 'AC',
    outcome: 'accepted',
    stdout: '1\n',
    stderr: '',
    exit_code: 0,
    signal: null,
    error_message: null,
    cpu_time: 0.012,
    wall_time: 0.0155,
    memory_peak: 8_000_000,
  });
  for (const field of ['created_at', 'started_at', 'completed_at']) expect(Date.parse(body[field])).toBeGreaterThan(0);
  const again = await call(service(), `/api/result/${body.id}`);
  expect(again.status).toBe(200);
  expect(again.body).toEqual(body);
});

test('without waiting: 202 with the id, pending, running, completed', async () => {
  const { status, body } = await call(service(), '/api/submit', { body: hello });
  expect(status).toBe(202);
  expect(Object.keys(body)).toEqual(['id']);
  const look = async () => (await call(service(), `/api/result/${body.id}`)).body.status;
  expect(await look()).toBe('pending');
  const job = await take(service());
  expect(await look()).toBe('running');
  if (job) await complete(service().database, job.lease, result(), [], {});
  expect(await look()).toBe('completed');
});

test('waiting longer than allowed: 408 with the id', async () => {
  const { status, body } = await call(service(), '/api/submit?wait=true', { body: hello });
  expect(status).toBe(408);
  expect(body.error).toBe(`execution did not complete within 2s, poll GET /api/result/${body.id}`);
  await (await workThrough(service()))();
  expect((await call(service(), `/api/result/${body.id}`)).body.status).toBe('completed');
});

const refusals: [what: string, body: object, error: string, code: string][] = [
  ['long code', { ...hello, code: 'x'.repeat(65_537) }, 'code exceeds maximum size of 64KB', 'source_too_large'],
  ['long stdin', { ...hello, stdin: 'x'.repeat(262_145) }, 'stdin exceeds maximum size of 256KB', 'stdin_too_large'],
  ['language', { ...hello, language: 'x' }, 'unsupported language: x. available: cpp, python', 'unsupported_language'],
  ['webhook', { ...hello, webhook_url: 'nonsense', webhook_secret: 's' }, 'invalid webhook URL', 'webhook_url_bad'],
  [
    'http',
    { ...hello, webhook_url: 'http://example.org/', webhook_secret: 's' },
    'webhook_url must use HTTPS (set CUPEL_ALLOW_LOCALHOST_WEBHOOKS=true for dev mode)',
    'webhook_not_https',
  ],
  [
    'localhost',
    { ...hello, webhook_url: 'https://localhost/', webhook_secret: 's' },
    'webhook_url cannot target localhost',
    'webhook_localhost',
  ],
  [
    'private',
    { ...hello, webhook_url: 'https://10.0.0.1/', webhook_secret: 's' },
    'webhook_url cannot target private/loopback IPs',
    'webhook_private',
  ],
  [
    'secret needed',
    { ...hello, webhook_url: 'https://example.org/' },
    'webhook_secret is required when webhook_url is provided',
    'webhook_secret_missing',
  ],
  [
    'long secret',
    { ...hello, webhook_url: 'https://example.org/', webhook_secret: 'x'.repeat(257) },
    'webhook_secret must be 256 bytes or less',
    'webhook_secret_too_long',
  ],
  ['no code', { language: 'python' }, 'there is no program to run', 'program_missing'],
];

test.each(refusals)('400: %s', async (_what, body, error, code) => {
  const reply = await call(service(), '/api/submit', { body });
  expect(reply.status).toBe(400);
  expect(reply.body).toMatchObject({ error, code });
});

test('what has no place in the base: 400 for its shape, 422 for limits and versions, 404 for ids', async () => {
  expect((await call(service(), '/api/submit', { body: { ...hello, colour: 1 } })).body).toMatchObject({
    code: 'field_bad',
    field: 'colour',
  });
  expect((await call(service(), '/api/submit', { body: { ...hello, code: 5 } })).status).toBe(400);
  expect((await call(service(), '/api/submit', { body: { ...hello, limits: { memory: 0 } } })).status).toBe(422);
  const version = await call(service(), '/api/submit', { body: { ...hello, version: '2.7' } });
  expect(version.status).toBe(422);
  expect(version.body).toMatchObject({ code: 'version_unknown', error: 'Python 2.7 is not installed. available: 3.11.2' });
  for (const id of ['x', '%00', '0196f0a0-0000-7000-8000-000000000000']) {
    const reply = await call(service(), `/api/result/${id}`);
    expect([reply.status, reply.body.error]).toEqual([404, 'submission not found']);
  }
});

test('languages, health, readiness', async () => {
  expect((await call(service(), '/api/languages')).body).toEqual(['cpp', 'python']);
  const health = await call(service(), '/api/health');
  expect(health.body).toMatchObject({
    status: 'ok',
    enforcement_mode: 'strict',
    cgroup_backend: 'v1',
    namespace_support: true,
    workers: 1,
  });
  expect(health.headers.get('x-rustbox-warning')).toBe('no API key');
  const ready = await call(service(), '/api/health/ready');
  expect([ready.status, ready.body.status]).toEqual([200, 'ready']);
});

test('one key and body: one submission, also at once; another body: 409', async () => {
  const headers = { 'idempotency-key': 'not a uuid'.replaceAll(' ', '-') };
  const replies = await Promise.all(Array.from({ length: 50 }, () => call(service(), '/api/submit', { body: hello, headers })));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([202]));
  expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
  expect(replies.filter(({ body }) => body.status === undefined)).toHaveLength(1);
  const other = await call(service(), '/api/submit', { body: { ...hello, code: 'print(2)' }, headers });
  expect([other.status, other.body.code]).toEqual([409, 'idempotency_conflict']);
  const bad = await call(service(), '/api/submit', { body: hello, headers: { 'idempotency-key': 'x'.repeat(256) } });
  expect([bad.status, bad.body.code]).toEqual([400, 'idempotency_key_bad']);
});

test('all 256 byte values make the round trip', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
  const stop = workThrough(service(), (job) => ({ stdout: job.stdin ?? Buffer.alloc(0), stderr: job.source }));
  const body = { language: 'python', encoding: 'base64', code: bytes.toString('base64'), stdin: bytes.toString('base64') };
  const reply = await call(service(), '/api/submit?wait=true', { body });
  await stop();
  expect(Buffer.from(reply.body.stdout_base64, 'base64')).toEqual(bytes);
  expect(Buffer.from(reply.body.stderr_base64, 'base64')).toEqual(bytes);
  expect(reply.body.stdout_lossy).toBe(true);
});

test('settings hold what the issue says of sizes', () => {
  expect(settings()).toMatchObject({
    codeBytes: 65_536,
    stdinBytes: 262_144,
    bodyBytes: 1_048_576,
    jsonDepth: 32,
    files: 100,
    port: 0,
  });
});

test('null is what Rustbox clients write for what they leave out', async () => {
  const body = { ...hello, stdin: null, webhook_url: null, webhook_secret: null, profile: null };
  expect((await call(service(), '/api/submit', { body })).status).toBe(202);
});
