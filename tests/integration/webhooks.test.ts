import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Admission,
  claim,
  complete,
  createEndpoint,
  ensurePrincipal,
  ensureTenant,
  getDelivery,
  type Listener,
  listDeliveries,
  listen,
  redeliver,
  submit,
} from '@cupel/store';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CONSUMERS } from '../../packages/server/src/platform/jobs/subscriptions.ts';
import { createLog } from '../../packages/server/src/platform/log/log.ts';
import { type DeliveryService, startDelivery } from '../../packages/server/src/webhooks/deliver.ts';
import { useDatabase } from '../store/support/postgres.ts';
import { anything, result, submission } from '../store/support/submissions.ts';

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const SECRET = `whsec_${Buffer.from('twenty-four bytes secret').toString('base64')}`;
const current = useDatabase();
let server: Server;
let url = '';
let calls: Call[] = [];
/** What the receiver answers, one after the other; the last one for ever. Nothing at all for 0. */
let answers: number[] = [200];
let listener: Listener;
let delivery: DeliveryService;

beforeEach(async () => {
  const { database, server: postgres } = current();
  await database.query({ text: 'TRUNCATE tenants, submissions, outbox CASCADE' });
  calls = [];
  server = createServer((request, answer) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      const status = answers[Math.min(calls.length, answers.length) - 1] ?? 200;
      if (status > 0) answer.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  listener = await listen(postgres.connectionString, 'tests');
  delivery = startDelivery(deliveryOptions());
});

const deliveryOptions = () => ({
  config: { allowLocalhostWebhooks: true },
  database: current().database,
  listener,
  log: createLog('silent'),
  firstBackoff: 0.05,
  client: { timeout: 300 },
});

afterEach(async () => {
  await delivery.stop();
  await listener.close();
  server.close().closeAllConnections();
});

/** Submits, and ends as a worker would. */
async function endOne(webhook?: { readonly url: string; readonly secret: string }) {
  const { database } = current();
  const tenantId = (await ensureTenant(database, 'default')).id;
  const owner = await ensurePrincipal(database, { tenantId, kind: 'service', name: 'p', externalId: 'p' });
  const wanted = submission({ tenantId, principalId: owner.id, ...(webhook && { webhook }) });
  const { id } = await submit(database, wanted, new Admission());
  const { jobs } = await claim(database, { ...anything, workerId: 'w' });
  const lease = jobs[0]?.lease;
  if (lease === undefined) throw new Error('no job was there');
  await complete(database, lease, result(), [], { 'submission.completed': [CONSUMERS.webhooks] });
  return { id, tenantId };
}

const stateOf = async (tenantId: string) => (await listDeliveries(current().database, tenantId)).items.map(({ state }) => state);

it('tells the receiver of the result, signed as the specification says, under the id of the submission', async () => {
  answers = [204];
  const { id, tenantId } = await endOne({ url, secret: SECRET });
  await expect.poll(() => stateOf(tenantId)).toEqual(['delivered']);
  const [call] = calls;
  expect(call?.headers['webhook-id']).toBe(id);
  const told = new Webhook(SECRET).verify(call?.body ?? '', call?.headers as Record<string, string>);
  expect(told).toMatchObject({ id, status: 'completed', verdict: 'AC', stdout: '1\n' });
});

it('tries again after 5xx, 408, 429, and an answer that does not come, always under one id and with one body', async () => {
  answers = [500, 408, 429, 0, 200];
  const { id, tenantId } = await endOne({ url, secret: 'a raw secret' });
  await expect.poll(() => stateOf(tenantId), { timeout: 20_000 }).toEqual(['delivered']);
  expect(calls.map(({ headers }) => headers['webhook-id'])).toEqual(Array(5).fill(id));
  expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
  const { log } = await getDelivery(current().database, tenantId, id);
  expect(log.map(({ status }) => status)).toEqual([500, 408, 429, null, 200]);
  expect(log[3]?.error).toMatch(/timeout|abort/i);
});

it('tells a good receiver while another never answers and has more to be told than is sent at once', async () => {
  answers = [200];
  const held = new Set<unknown>();
  const silent = createServer((_request, answer) => void held.add(answer)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const dead = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/hook`;
  await delivery.stop();
  // So patient that none of the attempts ends while this test runs: whoever waits for one is not told.
  delivery = startDelivery({ ...deliveryOptions(), client: { timeout: 3_600_000 } });
  for (let number = 0; number < 80; number += 1) await endOne({ url: dead, secret: SECRET });
  await expect.poll(() => held.size, { timeout: 20_000 }).toBeGreaterThan(0);
  const told = await Promise.all([1, 2, 3].map(() => endOne({ url, secret: SECRET })));
  const heard = () => calls.map(({ headers }) => headers['webhook-id']).sort();
  await expect.poll(heard, { timeout: 20_000 }).toEqual(told.map(({ id }) => id).sort());
  expect(held.size).toBe(8);
  silent.close().closeAllConnections();
});

it.each([404, 302, 410])('gives up at %d, keeps why, and sends again by hand', async (status) => {
  answers = [status, 200];
  const { id, tenantId } = await endOne({ url, secret: SECRET });
  await expect.poll(() => stateOf(tenantId)).toEqual(['dead']);
  expect(await getDelivery(current().database, tenantId, id)).toMatchObject({ reason: `status ${status}`, attempts: 1 });
  await redeliver(current().database, tenantId, id);
  await expect.poll(() => stateOf(tenantId)).toEqual(['delivered']);
  expect(calls.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
});

it('gives up after 24 hours, keeps it as a dead letter, and sends again by hand', async () => {
  const { database } = current();
  answers = [503];
  const { id, tenantId } = await endOne({ url, secret: SECRET });
  await expect.poll(() => calls.length).toBeGreaterThan(1);
  const span = { text: 'SELECT extract(epoch FROM give_up_at - created_at)::float8 AS seconds FROM webhook_deliveries' };
  const [given] = await database.query<{ seconds: number }>(span);
  expect(given?.seconds).toBe(24 * 3600);
  // A minute before the end it is tried still, and would be again.
  const at = (before: string) =>
    database.query({ text: `UPDATE webhook_deliveries SET give_up_at = now() + interval '${before}', next_attempt_at = now()` });
  await delivery.stop();
  await at('1 minute');
  const sofar = calls.length;
  delivery = startDelivery(deliveryOptions());
  await expect.poll(() => calls.length).toBeGreaterThan(sofar);
  expect(await stateOf(tenantId)).not.toEqual(['dead']);
  await at('0 minutes');
  await expect.poll(() => stateOf(tenantId)).toEqual(['dead']);
  const { attempts, reason, log } = await getDelivery(database, tenantId, id);
  expect({ attempts, reason }).toEqual({ attempts: calls.length, reason: 'status 503' });
  expect(log).toHaveLength(calls.length);
  expect((await listDeliveries(database, tenantId, { states: ['dead'] })).items.map((one) => one.id)).toEqual([id]);

  answers = [503, 200];
  calls = [];
  await redeliver(database, tenantId, id);
  await expect.poll(() => stateOf(tenantId)).toEqual(['delivered']);
  expect(calls.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
});

it('tries again while nobody listens', async () => {
  const { port } = server.address() as AddressInfo;
  server.close();
  const { tenantId } = await endOne({ url, secret: SECRET });
  await expect.poll(async () => (await listDeliveries(current().database, tenantId)).items[0]?.attempts).toBeGreaterThan(1);
  answers = [200];
  server.listen(port, '127.0.0.1');
  await expect.poll(() => stateOf(tenantId), { timeout: 20_000 }).toEqual(['delivered']);
});

it('tells those who were named once and for all as well, each under an id of its own', async () => {
  const { database } = current();
  answers = [200];
  const { id: known } = await ensureTenant(database, 'default');
  await createEndpoint(database, { tenantId: known, url, secret: SECRET });
  const { id } = await endOne({ url, secret: SECRET });
  await expect.poll(() => stateOf(known)).toEqual(['delivered', 'delivered']);
  const ids = calls.map(({ headers }) => String(headers['webhook-id']));
  expect(new Set(ids).size).toBe(2);
  expect(ids.every((one) => one.startsWith(id))).toBe(true);
});

it('takes up what a process that died has begun', async () => {
  const { database } = current();
  await delivery.stop();
  const { id, tenantId } = await endOne({ url, secret: SECRET });
  answers = [200];
  const options = { config: { allowLocalhostWebhooks: true }, database, listener, log: createLog('silent') };
  delivery = startDelivery(options);
  await expect.poll(() => stateOf(tenantId)).toEqual(['delivered']);
  // As if it had been claimed and never finished: its lease is over.
  await database.query({ text: `UPDATE webhook_deliveries SET state = 'sending', finished_at = NULL, next_attempt_at = now()` });
  await expect.poll(() => stateOf(tenantId), { timeout: 10_000 }).toEqual(['delivered']);
  expect(calls.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
});
