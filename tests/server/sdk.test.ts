import { Cupel, CupelApiError, queueOf, verifyWebhook } from '@cupel/sdk';
import { complete } from '@cupel/store';
import { Webhook } from 'standardwebhooks';
import { beforeEach, expect, test } from 'vitest';
import { result } from '../store/support/submissions.ts';
import { take, useService, workThrough } from './support/service.ts';

const service = useService({ waitSeconds: 1 });
const hello = { language: 'python', code: 'print(1)' };
let client: Cupel;

beforeEach(() => {
  client = new Cupel({ baseUrl: service().api.url });
});

test('run waits for the result', async () => {
  const stop = workThrough(service());
  expect(await client.run(hello)).toMatchObject({ verdict: 'AC', stdout: '1\n' });
  await stop();
});

test('run goes on waiting where the service holds no request open for that long', async () => {
  const running = client.run({ ...hello, reference: 'slow' });
  await expect.poll(async () => (await client.list({ reference: 'slow', state: 'queued' })).items.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  await (await workThrough(service()))();
  expect((await running).verdict).toBe('AC');
});

test('submit, result, wait; a time limit is said as such', async () => {
  const { id } = await client.submit(hello);
  expect((await client.result(id)).status).toBe('pending');
  await expect(client.wait(id, { timeout: 100 })).rejects.toMatchObject({ code: 'wait_timeout', id });
  const job = await take(service());
  if (job) await complete(service().database, job.lease, result(), [], {});
  expect((await client.wait(id)).status).toBe('completed');
});

test('stream tells what happens, to the end, and from where it was left', async () => {
  const { id } = await client.submit(hello);
  const kinds: string[] = [];
  const reading = (async () => {
    for await (const event of client.stream(id)) kinds.push(event.kind);
  })();
  const job = await take(service());
  const output = { seq: 1, kind: 'output', data: { stream: 'stdout' }, bytes: Buffer.from('1\n') };
  if (job)
    await complete(service().database, job.lease, result(), [output, { seq: 2, kind: 'done', data: { verdict: 'AC' } }], {});
  await reading;
  expect(kinds.filter((kind) => kind !== 'position')).toEqual(['queued', 'output', 'done']);
  const rest = [];
  for await (const event of client.stream(id, { after: '1.1' })) rest.push(event);
  expect(rest).toEqual([{ id: '1.2', kind: 'done', data: { verdict: 'AC' } }]);
});

test('a connection that breaks is made anew, and nothing is told twice', async () => {
  const { id } = await client.submit(hello);
  const job = await take(service());
  const events = [1, 2, 3].map((seq) => ({ seq, kind: 'output', data: { stream: 'stdout' }, bytes: Buffer.from(`${seq}`) }));
  if (job) await complete(service().database, job.lease, result(), [...events, { seq: 4, kind: 'done', data: {} }], {});
  let connections = 0;
  const cutting: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    connections += 1;
    if (connections > 2 || response.body === null) return response;
    // Cuts the first connections in the middle of an event.
    const whole = new Uint8Array(await response.arrayBuffer());
    return new Response(whole.slice(0, 170), response);
  };
  const seen: (string | undefined)[] = [];
  for await (const event of new Cupel({ baseUrl: service().api.url, fetch: cutting }).stream(id)) seen.push(event.id);
  expect(connections).toBe(3);
  expect(seen).toEqual(['0.0', '1.1', '1.2', '1.3', '1.4']);
});

test('a batch: each is accepted or refused by itself', async () => {
  const answer = await client.batch([hello, { language: 'nonsense', code: 'x' }, { language: 'python', code: '' }, hello]);
  expect(answer).toMatchObject({ accepted: 2, refused: 2 });
  expect(answer.items.map(({ code }) => code)).toEqual([undefined, 'unsupported_language', 'program_empty', undefined]);
  expect(answer.items[2]?.field).toBe('submissions[2].code');
  const state = await client.call({ method: 'GET', path: `/api/batch/${answer.batch_id}`, repeatable: true });
  expect(state).toMatchObject({ total: 2, done: false, states: { queued: 2 } });
  await (await workThrough(service()))();
});

test('a call that fails on the way is repeated under one key, and runs once', async () => {
  let turn = 0;
  const failing: typeof fetch = async (input, init) => {
    turn += 1;
    const response = await fetch(input, init);
    if (turn === 1) throw new TypeError('the answer was lost');
    return turn === 2 ? new Response('{}', { status: 503, headers: { 'retry-after': '0' } }) : response;
  };
  const patient = new Cupel({ baseUrl: service().api.url, fetch: failing });
  const { id, status } = await patient.submit({ ...hello, reference: 'once' });
  expect(status).toBe('pending');
  expect((await client.list({ reference: 'once' })).items.map((item) => item.id)).toEqual([id]);
});

test('refusals are told with status, code and field; who cannot be reached, too', async () => {
  await expect(client.submit({ language: 'python' })).rejects.toMatchObject({
    status: 400,
    code: 'program_missing',
    field: 'code',
  });
  await expect(new Cupel({ baseUrl: service().api.url, apiKey: 'wrong' }).list()).rejects.toBeInstanceOf(CupelApiError);
  const nowhere = new Cupel({ baseUrl: 'http://127.0.0.1:1', tries: 1 });
  await expect(nowhere.languages()).rejects.toMatchObject({ status: 0, code: 'unreachable' });
});

test('the queue as its operator sees it', async () => {
  const depth = await queueOf(client).depth();
  expect(depth.lanes.map(({ lane }) => lane)).toEqual(['interactive', 'normal', 'batch', 'rejudge']);
  expect((await queueOf(client).deadLetters()).items).toEqual([]);
  await expect(queueOf(client).retry('nothing')).rejects.toMatchObject({ status: 404, code: 'record_not_found' });
});

const body = '{"verdict":"AC"}';
const secrets = [`whsec_${Buffer.from('k'.repeat(32)).toString('base64')}`, 'any text', 'whsec_no base64!'];

test.each(secrets)('webhooks signed by the other side of the standard: %s', async (secret) => {
  const signer = /^whsec_[\w+/=]+$/.test(secret) ? new Webhook(secret) : new Webhook(secret, { format: 'raw' });
  const signature = signer.sign('msg_1', new Date(), body);
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
    'webhook-signature': `v1,AAAA ${signature}`,
  };
  expect(await verifyWebhook({ body, headers, secret })).toMatchObject({ id: 'msg_1' });
  const now = Date.now() / 1000;
  for (const changed of [
    { body: `${body} ` },
    { secret: 'another' },
    { now: now + 360 },
    { headers: { ...headers, 'webhook-id': 'msg_2' } },
    { headers: { ...headers, 'webhook-signature': 'v1,' } },
    { headers: {} },
  ]) {
    await expect(verifyWebhook({ body, headers, secret, ...changed })).rejects.toThrow();
  }
});
