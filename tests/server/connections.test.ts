import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { call, useService } from './support/service.ts';

const service = useService({ requestSeconds: 2, connectionsPerAddress: 300, idleSeconds: 6, waitSeconds: 1 });
const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

/** Sends a byte of a header now and then, and never ends; resolves when it has been cut. */
function drip(): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(service().api.port, '127.0.0.1', () => socket.write('GET /api/health HTTP/1.1\r\nX: '));
    open.push(socket);
    const timer = setInterval(() => socket.write('x'), 200);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(answer);
    });
  });
}

test('who drips is cut, and others are answered meanwhile', async () => {
  const drips = Array.from({ length: 200 }, drip);
  for (let turn = 0; turn < 20; turn++) expect((await call(service(), '/api/languages')).status).toBe(200);
  const answers = await Promise.all(drips);
  expect(new Set(answers.map((answer) => answer.split('\r\n')[0]))).toEqual(new Set(['HTTP/1.1 408 Request Timeout']));
});

test('one address opens so many connections and no more', async () => {
  const { port } = service().api;
  const silent = Array.from({ length: 250 }, () => connect(port, '127.0.0.1'));
  open.push(...silent);
  await Promise.all(silent.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  const more = Array.from({ length: 100 }, () => connect(port, '127.0.0.1'));
  open.push(...more);
  for (const socket of more) socket.on('error', () => undefined).resume();
  await Promise.any(more.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
  expect(silent.every((socket) => !socket.destroyed)).toBe(true);
});

/** Whether the service's end of a connection is there still, as the kernel has it. */
function isKept(socket: Socket): boolean {
  const hex = (port: number | undefined) => (port ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const pair = new RegExp(`:${hex(service().api.port)} \\w+:${hex(socket.localPort)} 01 `);
  return pair.test(readFileSync('/proc/net/tcp', 'latin1'));
}

test('who asks for much and reads nothing is cut', async () => {
  const socket = connect(service().api.port, '127.0.0.1');
  open.push(socket);
  socket.on('error', () => undefined).pause();
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(400));
  expect(isKept(socket)).toBe(true);
  await expect.poll(() => isKept(socket)).toBe(false);
  expect((await call(service(), '/api/languages')).status).toBe(200);
});
