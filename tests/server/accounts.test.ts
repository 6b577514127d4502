import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { firstPrincipal, SUBSCRIPTIONS, startApi } from '@cupel/server';
import { complete, createInvitation, createKey, type NewResult } from '@cupel/store';
import { expect, test } from 'vitest';
import { result } from '../store/support/submissions.ts';
import { call, settings, take, useService } from './support/service.ts';

const service = useService({ abuseThreshold: 10, coolDownSeconds: 60 });

async function run(key: string | undefined, changes: Partial<NewResult>): Promise<number> {
  const reply = await call(service(), '/api/submit', { ...(key && { key }), body: { language: 'python', code: 'x' } });
  const job = await take(service());
  if (job) await complete(service().database, job.lease, result(changes), [], SUBSCRIPTIONS);
  return reply.status;
}

async function newKey() {
  const { tenantId, principalId } = await firstPrincipal(service().database);
  return createKey(service().database, {
    tenantId,
    principalId,
    name: 'test',
    scopes: ['submit', 'read'],
    cpuPerHour: 3_000_000,
  });
}

const bomb = { verdict: 'TLE', record: { evidence: { pids: { refused: 500 }, memory: { oomKills: 1 } } } };
const metrics = async () => (await call(service(), '/metrics')).body as string;

test('repeated attacks add up to a cool-down, which the operator sees; a single one does not', async () => {
  const { token, key } = await newKey();
  expect(await run(token, bomb)).toBe(202);
  await expect.poll(async () => (await call(service(), `/api/abuse?flow=${key.id}`)).body.items.length).toBe(1);
  expect(await run(token, { verdict: 'SV' })).toBe(202);
  await expect.poll(async () => (await call(service(), `/api/abuse/cool-downs/${key.id}`)).status).toBe(200);
  await expect.poll(() => run(token, {})).toBe(429);
  const { items, next } = (await call(service(), '/api/abuse/cool-downs')).body;
  expect({ items, next }).toMatchObject({ items: [{ flow_id: key.id, reason: 'forbidden_call' }], next: null });
  expect((await call(service(), '/api/abuse/cool-downs', { key: token })).status).toBe(403);
  expect((await call(service(), `/api/abuse?flow=${key.id}`)).body.items.map(({ kind }: { kind: string }) => kind)).toEqual([
    'forbidden_call',
    'fork_bomb',
  ]);
});

test('without a key attacks are noted, and nobody is shut out of his own machine', async () => {
  for (let turn = 0; turn < 4; turn++) expect(await run(undefined, { verdict: 'SV' })).toBe(202);
  const { flowId } = await firstPrincipal(service().database);
  await expect.poll(async () => (await call(service(), `/api/abuse?flow=${flowId}`)).body.items.length).toBe(4);
  expect((await call(service(), `/api/abuse/cool-downs/${flowId}`)).status).toBe(404);
});

test('somebody who is signed in is shut out as a key is', async () => {
  const { database, api } = service();
  const { tenantId } = await firstPrincipal(database);
  const token = await createInvitation(database, { tenantId, role: 'submitter', lasts: 60 });
  const joined = await call(service(), `/api/invitations/${token}/accept`, {
    body: { login: 'mallory', password: 'correct horse battery' },
    headers: { origin: api.url },
  });
  const headers = { cookie: joined.headers.get('set-cookie')?.split(';')[0] ?? '', origin: api.url };
  const submit = async () => {
    const { status } = await call(service(), '/api/submit', { headers, body: { language: 'python', code: 'x' } });
    const job = await take(service());
    if (job) await complete(database, job.lease, result({ verdict: 'SV' }), [], SUBSCRIPTIONS);
    return status;
  };
  expect(await submit()).toBe(202);
  await expect.poll(submit).toBe(429);
});

test('CPU time is charged to the key until its hour is used up', async () => {
  const { token } = await newKey();
  expect(await run(token, { cpuTime: 2_000_000 })).toBe(202);
  const record = { compile: { evidence: { cpu: { total: 1_500_000 } } } };
  expect(await run(token, { cpuTime: 0, record })).toBe(202);
  await expect.poll(() => run(token, {})).toBe(429);
});

test('each end is counted once, under the names that dashboards know', async () => {
  const count = async () => Number(/^verdicts_total\{language="python",verdict="WA"\} (\d+)/m.exec(await metrics())?.[1] ?? 0);
  await run(undefined, { verdict: 'WA', wallTime: 700_000 });
  await expect.poll(count).toBe(1);
  await run(undefined, bomb);
  await expect.poll(metrics).toMatch(/^oom_killed_total\{container="sandbox"\} [2-9]/m);
  const text = await metrics();
  expect(text).toMatch(/^sandbox_execution_duration_seconds_bucket\{le="1",language="python",verdict="WA"\} 1$/m);
  expect(text).toMatch(/^queue_depth\{status="pending"\} \d+$/m);
  expect(text).toMatch(/^cpu_utilization\{host="[^"]+"\} /m);
  expect(text).toMatch(/^http_request_duration_seconds_count\{method="POST",route="\/api\/submit",status="202"\} /m);
});

test('on a port of its own the metrics need no key, and nothing else is there', async () => {
  const { database, listener } = service();
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  free.close();
  const api = await startApi({ config: settings({ metricsPort: port }), database, listener });
  try {
    const reply = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(await reply.text()).toContain('queue_depth{status="pending"}');
    expect((await fetch(`http://127.0.0.1:${port}/api/submissions`)).status).toBe(404);
  } finally {
    await api.close();
  }
});
