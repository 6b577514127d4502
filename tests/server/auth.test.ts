import { request as httpRequest } from 'node:http';
import { firstPrincipal, startApi } from '@cupel/server';
import { createKey, createTenant, ensurePrincipal, type NewApiKey, type Scope } from '@cupel/store';
import { expect, test } from 'vitest';
import { call, type Reply, type Service, settings, useService } from './support/service.ts';

const service = useService();
const hello = { language: 'python', code: 'print(1)' };

async function newKey(scopes: readonly Scope[], changes: Partial<NewApiKey> = {}): Promise<string> {
  const { tenantId, principalId } = await firstPrincipal(service().database);
  return (await createKey(service().database, { tenantId, principalId, name: 'test', scopes, ...changes })).token;
}

async function foreignKey(): Promise<string> {
  const { database } = service();
  const tenant = await createTenant(database, `other-${performance.now()}`);
  const owner = await ensurePrincipal(database, { tenantId: tenant.id, kind: 'service', name: 'o', externalId: 'o' });
  return newKey(['admin', 'setter'], { tenantId: tenant.id, principalId: owner.id });
}

/** fetch would not let the Host header be chosen. */
function raw({ api }: Service, path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(api.url + path, { headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('a key in either header; a wrong, empty, expired or revoked one is answered alike', async () => {
  const key = await newKey(['read']);
  expect((await call(service(), '/api/submissions', { key })).status).toBe(200);
  expect((await call(service(), '/api/submissions', { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  const expired = await newKey(['read'], { expiresAt: new Date(Date.now() - 1000) });
  const bad: Record<string, string>[] = [
    { 'x-api-key': `${key}x` },
    { 'x-api-key': '' },
    { 'x-api-key': expired },
    { authorization: 'Bearer' },
    { authorization: `Basic ${key}` },
  ];
  for (const headers of bad) {
    const { status, body } = await call(service(), '/api/submissions', { headers });
    expect([status, body]).toEqual([401, { error: 'invalid or missing API key', code: 'unauthorized' }]);
  }
});

test('a key that is revoked is unknown at once', async () => {
  const made = await call(service(), '/api/keys', { body: { name: 'short-lived' } });
  expect(made.status).toBe(201);
  expect(made.body.key).toMatch(/^cupel_[\w-]{43}$/);
  expect((await call(service(), '/api/submissions', { key: made.body.key })).status).toBe(200);
  expect((await call(service(), `/api/keys/${made.body.id}`, { method: 'DELETE' })).status).toBe(200);
  expect((await call(service(), '/api/submissions', { key: made.body.key })).status).toBe(401);
  const listed = await call(service(), '/api/keys?revoked=true');
  expect(JSON.stringify(listed.body)).not.toContain(made.body.key);
});

test('scopes: what a key is not good for is 403', async () => {
  const [submit, read, admin] = [await newKey(['submit']), await newKey(['read']), await newKey(['admin'])];
  const status = async (key: string, path: string, body?: object) => (await call(service(), path, { key, body })).status;
  expect(await status(submit, '/api/submit', hello)).toBe(202);
  expect(await status(read, '/api/submit', hello)).toBe(403);
  expect(await status(submit, '/api/submissions')).toBe(403);
  expect(await status(read, '/api/keys')).toBe(403);
  expect(await status(read, '/metrics')).toBe(403);
  expect(await status(admin, '/api/keys')).toBe(200);
  expect(await status(admin, '/api/submit', hello)).toBe(202);
});

const NOWHERE = '0196f0a0-0000-7000-8000-000000000000';
const told = ({ status, body }: Reply) => [status, body.code];

test('what belongs to another tenant is not there: every route with an id answers 404', async () => {
  const stranger = await foreignKey();
  const { body } = await call(service(), '/api/submit', { body: hello });
  const key = (await call(service(), '/api/keys', { body: { name: 'ours' } })).body.id;
  const hook = (await call(service(), '/api/webhooks', { body: { url: 'https://1.1.1.1/' } })).body.id;
  const document = (await call(service(), '/openapi.json')).body;
  const ids: Record<string, string> = { keys: key, webhooks: hook };
  const tried: string[] = [];
  for (const [path, methods] of Object.entries<object>(document.paths)) {
    if (!path.includes('{id}')) continue;
    for (const method of Object.keys(methods)) {
      const id = ids[path.split('/')[2] ?? ''] ?? body.id;
      const ask = (which: string) =>
        call(service(), path.replace('{id}', which), { method: method.toUpperCase(), key: stranger });
      const reply = await ask(id);
      // Nothing tells it from what is nowhere; where more is wanted, its absence is told first.
      expect([method, path, reply.status, reply.body.code]).toEqual([method, path, ...told(await ask(NOWHERE))]);
      // One's own account is for people: no key comes by it, whatever the id.
      expect(path.startsWith('/api/account/') ? [403] : [404, 415, 422]).toContain(reply.status);
      if (reply.status === 404) tried.push(path);
    }
  }
  expect(tried.length).toBeGreaterThan(8);
  expect((await call(service(), '/api/submissions', { key: stranger })).body.items).toEqual([]);
  expect((await call(service(), `/api/submissions?batch=${body.id}&key=${key}`, { key: stranger })).body.items).toEqual([]);
  expect((await call(service(), `/api/result/${body.id}`)).body.status).toBe('pending');
});

test('without a key a page elsewhere gets nothing: neither by rebinding its name nor from its origin', async () => {
  const { port } = service().api;
  const path = '/api/submissions';
  const status = async (headers: Record<string, string>) => (await raw(service(), path, headers)).status;
  expect(await status({ host: `localhost:${port}` })).toBe(200);
  expect(await status({ host: `[::1]:${port}` })).toBe(200);
  expect(await status({ host: `evil.example:${port}` })).toBe(403);
  expect(await status({ host: 'localhost.evil.example' })).toBe(403);
  expect(await status({ host: '127.0.0.1.evil.example' })).toBe(403);
  expect(await status({ origin: 'https://evil.example' })).toBe(403);
  expect(await status({ origin: 'null' })).toBe(403);
  expect(await status({ origin: `http://127.0.0.1:${port}` })).toBe(200);
  expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await status({ 'x-forwarded-for': '8.8.8.8' })).toBe(401);
  const key = await newKey(['read']);
  expect(await status({ host: 'judge.example', 'x-api-key': key })).toBe(200);
});

test('beyond this machine it does not listen without a key', async () => {
  const { database, listener } = service();
  await database.query({ text: 'UPDATE api_keys SET revoked_at = now()' });
  const options = { config: settings({ host: '0.0.0.0' }), database, listener };
  await expect(startApi(options)).rejects.toMatchObject({ code: 'keys_needed' });
  const key = await newKey(['read']);
  const open = await startApi(options);
  try {
    const ask = (headers: Record<string, string>) => fetch(`http://127.0.0.1:${open.port}/api/submissions`, { headers });
    expect((await ask({})).status).toBe(401);
    expect((await ask({ 'x-api-key': key })).status).toBe(200);
  } finally {
    await open.close();
  }
});

test('a port that is taken is said clearly', async () => {
  const { database, listener, api } = service();
  const taken = startApi({ config: settings({ port: api.port }), database, listener });
  await expect(taken).rejects.toMatchObject({ code: 'port_refused', message: expect.stringContaining(String(api.port)) });
});

test('no log line holds a key, a source, an input or an output', async () => {
  const key = await newKey(['submit', 'read']);
  const canary = 'canary-in-the-source';
  const body = {
    language: 'python',
    code: `print("${canary}")`,
    stdin: canary,
    webhook_url: 'https://1.1.1.1/',
    webhook_secret: canary,
  };
  expect((await call(service(), '/api/submit', { key, body })).status).toBe(202);
  await call(service(), '/api/submit', { key, raw: `{"code": "${canary}", ` });
  await call(service(), '/api/submit', { key, body: { ...body, [canary]: 1 } });
  const log = service().log.join('');
  expect(log).toContain('"route":"/api/submit"');
  expect(log).not.toContain(key);
  expect(log).not.toContain(canary);
});

test('pages of an origin that is named may call with a key, and others may not', async () => {
  const { database, listener } = service();
  const api = await startApi({ config: settings({ corsOrigins: ['https://school.example'] }), database, listener });
  try {
    const key = await newKey(['read']);
    const ask = (origin: string, method = 'GET', headers: Record<string, string> = { 'x-api-key': key }) =>
      fetch(`${api.url}/api/submissions`, { method, headers: { origin, ...headers } });
    const preflight = await ask('https://school.example', 'OPTIONS', {});
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-api-key');
    expect((await ask('https://school.example')).headers.get('access-control-allow-origin')).toBe('https://school.example');
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    expect((await ask('https://school.example', 'GET', {})).status).toBe(403);
  } finally {
    await api.close();
  }
});
