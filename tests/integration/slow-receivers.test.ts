import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, until } from './api.ts';
import { type Service, startService } from './service.ts';

const HANGING = 80;

let service: Service;
let receiver: Server;
let hook = '';
/** Those who called and were answered nothing yet. */
const held: ServerResponse[] = [];

beforeAll(async () => {
  receiver = createServer((_request, answer) => void held.push(answer)).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  service = await startService({ settings: { CUPEL_ALLOW_LOCALHOST_WEBHOOKS: 'true' } });
});
afterAll(async () => {
  await service.stop();
  receiver.close().closeAllConnections();
});

const submission = (number: number) => ({
  language: 'bash',
  code: `echo ${number}`,
  webhook_url: hook,
  webhook_secret: 'a secret of at least 16 bytes',
});
const deliveries = async () =>
  (await call(service, 'GET', '/api/webhooks/deliveries?limit=200')).body.items as { state: string }[];

it('gives verdicts, and tells them, while every receiver hangs', async () => {
  const first = Array.from({ length: HANGING }, (_, number) => submission(number));
  expect((await call(service, 'POST', '/api/batch', { submissions: first })).status).toBe(202);
  // As many as one receiver is sent at once: from here on each further webhook has to wait.
  await until(
    () => held.length,
    (calls) => calls >= 8,
  );
  const later = await Promise.all(
    Array.from({ length: 20 }, (_, number) => call(service, 'POST', '/api/submit?wait=true', submission(number))),
  );
  expect(later.map(({ status, body }) => [status, body.verdict, body.stdout])).toEqual(
    later.map((_, number) => [200, 'AC', `${number}\n`]),
  );
  expect((await deliveries()).filter(({ state }) => state === 'delivered')).toEqual([]);

  receiver.removeAllListeners('request');
  receiver.on('request', (_request, answer) => void answer.writeHead(204).end());
  for (const answer of held) answer.writeHead(204).end();
  const everyone = HANGING + later.length;
  await until(
    async () => (await deliveries()).filter(({ state }) => state === 'delivered').length,
    (delivered) => delivered === everyone,
    60_000,
  );
}, 180_000);
