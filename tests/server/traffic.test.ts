import { connect, type Socket } from 'node:net';
import { firstPrincipal } from '@cupel/server';
import { createKey } from '@cupel/store';
import { expect, test } from 'vitest';
import { call, type Service, useService } from './support/service.ts';

const service = useService({
  requestSeconds: 2,
  addressRateLimit: 20,
  trustedProxies: ['127.0.0.1'],
  cpuPerHour: 5,
  abuseThreshold: 10,
});
const hello = { language: 'python', code: 'print(1)' };

async function newKey(changes: { requestsPerMinute?: number } = {}) {
  const { tenantId, principalId } = await firstPrincipal(service().database);
  return createKey(service().database, { tenantId, principalId, name: 'test', scopes: ['submit', 'read'], ...changes });
}

/** Sends bytes as they are and returns what comes back until the connection is closed. */
function raw({ api }: Service, write: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(api.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    write(socket);
  });
}

test('a key has so many requests a minute, counted in headers; then 429 with Retry-After', async () => {
  const { token } = await newKey({ requestsPerMinute: 5 });
  const replies = [];
  for (let turn = 0; turn < 7; turn++) replies.push(await call(service(), '/api/submissions', { key: token }));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect(replies.map(({ headers }) => headers.get('ratelimit-remaining'))).toEqual(['4', '3', '2', '1', '0', '0', '0']);
  expect(replies[0]?.headers.get('ratelimit-limit')).toBe('5');
  expect(replies[5]?.body).toMatchObject({ error: 'rate limit exceeded, try again later', code: 'rate_limited' });
  expect(Number(replies[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('an address is counted as the proxy names it, and what a client adds to the left counts for nothing', async () => {
  const from = async (forwarded: string) =>
    (await call(service(), '/api/languages', { headers: { 'x-forwarded-for': forwarded } })).status;
  for (let turn = 0; turn < 20; turn++) expect(await from(`10.9.8.${turn}, 203.0.113.7`)).toBe(200);
  expect(await from('10.1.1.1, 203.0.113.7')).toBe(429);
  expect(await from('203.0.113.8')).toBe(200);
});

test('what takes too long to arrive is cut: headers and bodies', async () => {
  const headers = await raw(service(), (socket) => socket.write('GET /api/health HTTP/1.1\r\nHost: x\r\n'));
  expect(headers).toMatch(/^HTTP\/1\.1 408 .*request_timeout/s);
  const body = await raw(service(), (socket) =>
    socket.write(
      'POST /api/submit HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    ),
  );
  expect(body).toMatch(/^HTTP\/1\.1 408 /);
});

test('an endless body is refused while it is read, and memory stays flat', async () => {
  const before = process.memoryUsage().rss;
  const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
  let sent = 0;
  const answer = await raw(service(), (socket) => {
    socket.write(
      'POST /api/run HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const flood = () => {
      while (!socket.destroyed && sent < 2 ** 30) {
        sent += chunk.length;
        if (!socket.write(chunk)) return socket.once('drain', flood);
      }
      return socket;
    };
    flood();
  });
  expect(answer).toMatch(/^HTTP\/1\.1 413 .*body_too_large/s);
  expect(sent).toBeLessThan(2 ** 30);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
});

test('what is no HTTP is told so in JSON', async () => {
  expect(await raw(service(), (socket) => socket.write('nonsense\r\n\r\n'))).toMatch(/^HTTP\/1\.1 400 .*"request_malformed"/s);
  const long = `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`;
  expect(await raw(service(), (socket) => socket.write(long))).toMatch(/^HTTP\/1\.1 400 .*too long/s);
});

test('CPU that is used up, and a cool-down, refuse programs but not results', async () => {
  const { token, key } = await newKey();
  const { database } = service();
  const { body } = await call(service(), '/api/submit', { key: token, body: hello });
  const flow = [key.tenantId, key.id];
  await database.query({ text: "INSERT INTO cpu_usage VALUES ($1, $2, date_trunc('hour', now(), 'UTC'), 6000000, 1)" }, flow);
  await expect
    .poll(async () => (await call(service(), '/api/submit', { key: token, body: hello })).body.code)
    .toBe('quota_exceeded');
  await database.query(
    {
      text: "INSERT INTO cool_downs (tenant_id, flow_id, until, reason) VALUES ($1, $2, now() + interval '1 hour', 'fork_bomb')",
    },
    flow,
  );
  const refused = await call(service(), '/api/submit', { key: token, body: hello });
  expect([refused.status, refused.body.code]).toEqual([429, 'cooling_down']);
  expect((await call(service(), `/api/result/${body.id}`, { key: token })).status).toBe(200);
  expect((await call(service(), `/api/abuse/cool-downs/${key.id}`)).body.reason).toBe('fork_bomb');
  expect((await call(service(), `/api/abuse/cool-downs/${key.id}`, { method: 'DELETE' })).status).toBe(204);
});

test('a key that goes on asking although it is refused is noted as a flood', async () => {
  const { token, key } = await newKey({ requestsPerMinute: 1 });
  for (let turn = 0; turn < 110; turn++) await call(service(), '/api/submissions', { key: token });
  await expect
    .poll(async () => (await call(service(), `/api/abuse?flow=${key.id}`)).body.items.map(({ kind }: { kind: string }) => kind))
    .toEqual(['flood']);
});
