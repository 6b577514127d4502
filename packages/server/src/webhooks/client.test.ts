import { execFileSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer as createHttpServer, get, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { BlockedTargetError, type OutgoingOptions, post } from './client.js';

/** A public address that is this machine's while these tests run: so a call to it can be seen to arrive. */
const PUBLIC = '11.254.253.252';
const seen: string[] = [];
const servers: Server[] = [];

beforeAll(() => execFileSync('ip', ['address', 'add', `${PUBLIC}/32`, 'dev', 'lo']));
afterAll(() => execFileSync('ip', ['address', 'delete', `${PUBLIC}/32`, 'dev', 'lo']));
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  seen.length = 0;
});

async function listen(server: Server, address: string, port = 0): Promise<number> {
  servers.push(server.listen(port, address));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Notes who was called, and answers. */
function receiver(name: string, status = 200, headers: Record<string, string> = {}): Server {
  return createHttpServer((request, answer) => {
    seen.push(`${name} ${request.headers.host}`);
    answer.writeHead(status, headers).end();
  });
}

const call = (url: string, options: Partial<OutgoingOptions> = {}) =>
  post({ url, headers: {}, body: Buffer.from('{}'), allowLocalhost: false, timeout: 2_000, ...options });

/** A name server that gives another address each time, and asks not to be believed for a second. */
async function rebinding(
  addresses: readonly string[],
): Promise<{ readonly socket: Socket; readonly resolver: Resolver; asked: () => number }> {
  let asked = 0;
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const end = query.indexOf(0, 12) + 5;
    const question = query.subarray(12, end);
    const isA = query.readUInt16BE(end - 4) === 1;
    const answer = (addresses[asked % addresses.length] ?? '').split('.').map(Number);
    if (isA) asked += 1;
    const header = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x84, 0, 0, 1, 0, isA ? 1 : 0, 0, 0, 0, 0]);
    const record = isA ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...answer]) : Buffer.alloc(0);
    socket.send(Buffer.concat([header, question, record]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return { socket, resolver, asked: () => asked };
}

it('is not led inside by a name that leads elsewhere between check and call, where a client that asks twice is', async () => {
  const port = await listen(receiver('inside'), '127.0.0.1');
  const { socket, resolver, asked } = await rebinding([PUBLIC, '127.0.0.1']);
  // The control: a client that checks one answer and connects by asking again.
  await resolver.resolve4('hook.test');
  const [answer] = (await once(
    get({
      host: 'hook.test',
      port,
      lookup: (_host, options, done) => {
        resolver
          .resolve4('hook.test')
          .then(([address = '']) => (options.all ? done(null, [{ address, family: 4 }]) : done(null, address, 4)));
      },
    }),
    'response',
  )) as [IncomingMessage];
  answer.resume();
  expect(seen.splice(0)).toEqual([`inside hook.test:${port}`]);

  const resolve = (host: string) => resolver.resolve4(host);
  const before = asked();
  for (let times = 0; times < 6; times += 1)
    await expect(call(`https://hook.test:${port}/`, { resolve })).rejects.toThrow(times % 2 === 0 ? /./ : BlockedTargetError);
  socket.close();
  expect(asked() - before).toBe(6);
  expect(seen).toEqual([]);
});

it.each([
  'https://127.0.0.1/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://017700000001/',
  'https://①②⑦.0.0.1/',
  'https://127。0。0。1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://10.1.2.3/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[fc00::1]/',
  'https://[fe80::1]/',
  'https://0.0.0.0/',
  'https://localhost/',
  'http://11.254.253.252/',
])('calls %s under no circumstances', async (url) => {
  const error: unknown = await call(url).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BlockedTargetError);
});

it('refuses a name of which one address among many is inside', async () => {
  const resolve = async () => [PUBLIC, '::ffff:10.0.0.1'];
  await expect(call('https://hook.test/', { resolve })).rejects.toThrow('leads to ::ffff:10.0.0.1, which is refused');
});

it('connects to the address that it checked, with the name that was asked for', async () => {
  const { key, cert } = certificate('hook.test');
  const names: unknown[] = [];
  const server = createHttpsServer({ key, cert }, (request, answer) => {
    names.push(Reflect.get(request.socket, 'servername'), request.headers.host, request.socket.localAddress);
    answer.writeHead(204).end();
  });
  const port = await listen(server, PUBLIC);
  const resolve = async () => [PUBLIC];
  await expect(call(`https://hook.test:${port}/`, { resolve, ca: cert })).resolves.toEqual({ status: 204 });
  expect(names).toEqual(['hook.test', `hook.test:${port}`, PUBLIC]);
  await expect(call(`https://other.test:${port}/`, { resolve, ca: cert })).rejects.toThrow(/altnames/);
});

it('goes to loopback, in clear, only where it was allowed', async () => {
  const port = await listen(receiver('local'), '127.0.0.1');
  await expect(call(`http://127.0.0.1:${port}/`, { allowLocalhost: true })).resolves.toEqual({ status: 200 });
  await expect(call(`http://hook.test:${port}/`, { allowLocalhost: true })).rejects.toThrow(BlockedTargetError);
  await expect(
    call(`http://api.localhost:${port}/`, { allowLocalhost: true, resolve: async () => ['10.0.0.1'] }),
  ).rejects.toThrow(BlockedTargetError);
});

it('does not follow a redirect', async () => {
  const inside = await listen(receiver('inside'), '127.0.0.1');
  const port = await listen(receiver('outside', 302, { location: `http://127.0.0.1:${inside}/` }), '127.0.0.1');
  await expect(call(`http://localhost:${port}/`, { allowLocalhost: true })).resolves.toEqual({ status: 302 });
  expect(seen).toEqual([`outside localhost:${port}`]);
});

it('does not wait longer than it is told, and hears how long to wait', async () => {
  const silent = await listen(createHttpServer(), '127.0.0.1');
  await expect(call(`http://localhost:${silent}/`, { allowLocalhost: true, timeout: 100 })).rejects.toThrow(/abort|timeout/i);
  const busy = await listen(receiver('busy', 429, { 'retry-after': '17' }), '127.0.0.1');
  await expect(call(`http://localhost:${busy}/`, { allowLocalhost: true })).resolves.toEqual({ status: 429, retryAfter: 17 });
});

function certificate(name: string): { readonly key: string; readonly cert: string } {
  const options = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', '-', '-out', '-'];
  const text = execFileSync('openssl', [...options, ...subject], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const part = (label: string) => new RegExp(`-----BEGIN ${label}-----[\\s\\S]*?-----END ${label}-----`).exec(text)?.[0] ?? '';
  return { key: part('PRIVATE KEY'), cert: part('CERTIFICATE') };
}
