import { createHash } from 'node:crypto';
import { firstPrincipal } from '@cupel/server';
import { complete, createDelivery } from '@cupel/store';
import { expect, test } from 'vitest';
import { result } from '../store/support/submissions.ts';
import { call, take, useService, workThrough } from './support/service.ts';

const service = useService({ queueCapacity: 40, waitSeconds: 2, retentionDays: 2 });
const hello = { language: 'python', code: 'print(1)' };

test('POST /api/run: the smallest client', async () => {
  const stop = workThrough(service(), () => ({ stdout: Buffer.from('1\n'), wallTime: 20_000, memoryPeak: 4096 }));
  const { status, body } = await call(service(), '/api/run', { body: { code: 'print(1)', language: 'py' } });
  await stop();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    stdout: '1\n',
    stderr: '',
    success: true,
    execution_time: 0.02,
    exit_code: 0,
    memory_used: 4096,
    oomKilled: false,
  });
});

test('POST /api/run: what the compiler said, and that the kernel killed it, are told', async () => {
  const record = { evidence: { memory: { oomKills: 1 } } };
  const stop = workThrough(service(), ({ source }) =>
    source.toString() === 'bad' ? { verdict: 'CE', compileOutput: Buffer.from('main.cpp: error') } : { verdict: 'MLE', record },
  );
  expect((await call(service(), '/api/run', { body: { code: 'bad', language: 'cpp' } })).body).toMatchObject({
    success: false,
    stderr: 'main.cpp: error',
  });
  expect((await call(service(), '/api/run', { body: { code: 'x', language: 'cpp' } })).body).toMatchObject({
    success: false,
    oomKilled: true,
  });
  await stop();
});

test('what a worker is given is what was asked for', async () => {
  const body = {
    language: 'c++17',
    files: [
      { name: 'main.cpp', content: '#include "a.h"' },
      { name: 'a.h', content: 'AA==', encoding: 'base64' },
    ],
    args: ['-x', 'ä'],
    limits: { memory: '64M', cpu_time: 0.5 },
    expected_output: '42',
    priority: 3,
    typecheck: true,
    reference: 'exercise 7',
    profile: 'agent',
  };
  const { body: accepted } = await call(service(), '/api/submit', { body });
  const job = await take(service());
  expect(job).toMatchObject({
    language: 'cpp',
    version: '17',
    profile: 'agent',
    sourceName: 'main.cpp',
    args: ['-x', 'ä'],
    options: { typecheck: true },
  });
  expect(job?.limits).toMatchObject({ memory: 67_108_864, cpuTime: 500_000, wallTime: 60_000_000 });
  expect(job?.files).toEqual([{ name: 'a.h', content: { kind: 'bytes', bytes: Buffer.from([0]) }, executable: false }]);
  expect(job?.expectedOutput?.toString()).toBe('42');
  if (job) await complete(service().database, job.lease, result(), [], {});
  expect((await call(service(), `/api/result/${accepted.id}`)).body).toMatchObject({ reference: 'exercise 7', profile: 'agent' });
});

test('versions: an exact one binds the job to workers that have it', async () => {
  await call(service(), '/api/submit', { body: { ...hello, version: '3.11' } });
  const job = await take(service());
  expect(job?.version).toBe('3.11.2');
  if (job) await complete(service().database, job.lease, result(), [], {});
  const refused = await call(service(), '/api/submit', { body: { ...hello, version: '3.12' } });
  expect([refused.status, refused.body.code]).toEqual([422, 'version_unknown']);
  expect((await call(service(), '/api/runtimes')).body.find(({ id }: { id: string }) => id === 'python')).toMatchObject({
    versions: ['3.11.2'],
    tools: [{ python: '3.11.2' }],
    compiled: false,
  });
});

test('cancel and delete; a list by filters and by pages', async () => {
  const ids: string[] = [];
  for (let turn = 0; turn < 5; turn++)
    ids.push((await call(service(), '/api/submit', { body: { ...hello, reference: 'page' } })).body.id);
  expect((await call(service(), `/api/submissions/${ids[0]}/cancel`, { method: 'POST' })).body.state).toBe('cancelled');
  const again = await call(service(), `/api/submissions/${ids[0]}/cancel`, { method: 'POST' });
  expect([again.status, again.body.code]).toEqual([409, 'already_final']);
  expect((await call(service(), `/api/result/${ids[0]}`)).body).toMatchObject({
    status: 'error',
    state: 'cancelled',
    outcome: 'cancelled',
  });
  expect((await call(service(), `/api/submissions/${ids[1]}`, { method: 'DELETE' })).status).toBe(204);
  expect((await call(service(), `/api/result/${ids[1]}`)).status).toBe(404);
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await call(service(), `/api/submissions?reference=page&limit=2${cursor}`);
    seen.push(...body.items.map(({ id }: { id: string }) => id));
    cursor = body.next === null ? '' : `&cursor=${body.next}`;
  } while (cursor !== '');
  expect(seen).toEqual([ids[4], ids[3], ids[2], ids[0]]);
  expect((await call(service(), '/api/submissions?reference=page&state=cancelled')).body.items).toHaveLength(1);
  expect((await call(service(), '/api/submissions?cursor=nonsense')).body.code).toBe('cursor_bad');
  await (await workThrough(service()))();
});

test('a batch tells of each item which it is and what is wrong with it', async () => {
  const submissions = [{ ...hello, reference: 'good' }, { reference: 'no language', code: '1' }, 7, { ...hello, reference: 7 }];
  const { status, body } = await call(service(), '/api/batch', { body: { submissions } });
  expect([status, body.accepted, body.refused]).toEqual([202, 1, 3]);
  expect(body.items).toEqual([
    { index: 0, reference: 'good', id: expect.any(String) },
    {
      ...{ index: 1, reference: 'no language', code: 'field_bad' },
      ...{ error: 'language: is missing', field: 'submissions[1].language' },
    },
    { index: 2, code: 'field_bad', error: 'the body: must be an object' },
    { index: 3, code: 'field_bad', error: 'reference: must be text', field: 'submissions[3].reference' },
  ]);
  await (await workThrough(service()))();
});

test('a full queue answers 503 with Retry-After and its true depth', async () => {
  const submissions = Array.from({ length: 50 }, () => hello);
  const { body } = await call(service(), '/api/batch', { body: { submissions } });
  expect(body.accepted).toBe(40);
  expect(new Set(body.items.slice(40).map(({ code }: { code: string }) => code))).toEqual(new Set(['queue_full']));
  const refused = await call(service(), '/api/submit', { body: hello });
  expect([refused.status, refused.body.error]).toEqual([503, 'queue full, try again later']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await call(service(), '/api/health')).body.queue_depth).toBe(40);
  expect((await call(service(), '/api/queue')).body).toMatchObject({ queued: 40, capacity: 40 });
  const most = await call(service(), '/api/batch', { body: { submissions: Array.from({ length: 501 }, () => hello) } });
  expect([most.status, most.body.code]).toEqual([413, 'batch_too_large']);
  await (await workThrough(service()))();
});

test('webhooks: set up once, secret shown once; deliveries are listed, and told again by hand', async () => {
  const made = await call(service(), '/api/webhooks', { body: { url: 'https://1.1.1.1/hook' } });
  expect(made.status).toBe(201);
  expect(made.body.secret).toMatch(/^whsec_/);
  expect(JSON.stringify((await call(service(), '/api/webhooks')).body)).not.toContain(made.body.secret);
  const { tenantId } = await firstPrincipal(service().database);
  await createDelivery(service().database, {
    id: 'msg_1',
    tenantId,
    url: 'https://1.1.1.1/hook',
    secret: 's',
    event: 'submission.completed',
    body: Buffer.from('{}'),
  });
  const { body } = await call(service(), '/api/webhooks/deliveries');
  expect(body.items).toMatchObject([{ id: 'msg_1', state: 'waiting', attempts: 0 }]);
  expect((await call(service(), '/api/webhooks/deliveries/msg_1')).body.log).toEqual([]);
  await service().database.query({ text: "UPDATE webhook_deliveries SET state = 'dead', next_attempt_at = NULL" });
  expect((await call(service(), '/api/webhooks/deliveries/msg_1/redeliver', { method: 'POST' })).status).toBe(202);
  expect((await call(service(), '/api/webhooks/deliveries?state=waiting')).body.items).toHaveLength(1);
  expect((await call(service(), `/api/webhooks/${made.body.id}`, { method: 'DELETE' })).status).toBe(204);
});

test('answers say nothing to a browser that it could misuse', async () => {
  const { headers } = await call(service(), '/api/health');
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  for (const [name, value] of [
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['referrer-policy', 'no-referrer'],
    ['cache-control', 'no-store'],
  ] as const)
    expect(headers.get(name)).toBe(value);
  expect(headers.get('access-control-allow-origin')).toBeNull();
  expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
});

test('/docs shows every route without a script, under a policy that its own style passes', async () => {
  const { body, headers } = await call(service(), '/docs');
  expect(headers.get('content-type')).toMatch(/^text\/html/);
  expect(body).not.toMatch(/<script|<img|https?:\/\/(?!127)|onload/);
  const document = (await call(service(), '/openapi.json')).body;
  for (const path of Object.keys(document.paths)) expect(body).toContain(path);
  const style = /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}'`);
});
