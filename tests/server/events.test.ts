import { liveToken } from '@cupel/server';
import { appendEvents, complete, type NewEvent } from '@cupel/store';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { result } from '../store/support/submissions.ts';
import { call, type Service, take, useService } from './support/service.ts';
import { readEvents, type ServerEvent } from './support/stream.ts';

const service = useService();
const hello = { language: 'python', code: 'print(1)' };

const output = (seq: number, text: string): NewEvent => ({
  seq,
  kind: 'output',
  data: { stream: 'stdout' },
  bytes: Buffer.from(text),
});

async function submitted(): Promise<string> {
  return (await call(service(), '/api/submit', { body: hello })).body.id;
}

const numbered = (events: readonly ServerEvent[]) => events.filter(({ id }) => id !== undefined);

test('from the queue to the end, numbered; resumed after any of them; all of it again after the end', async () => {
  const id = await submitted();
  const path = `/api/submissions/${id}/events`;
  const reading = readEvents(service(), path);
  const job = await take(service());
  if (!job) throw new Error('no job');
  await appendEvents(service().database, job.lease, [{ seq: 1, kind: 'compiling', data: {} }]);
  await appendEvents(service().database, job.lease, [{ seq: 2, kind: 'running', data: {} }]);
  const end = { seq: 5, kind: 'done', data: { verdict: 'AC' } };
  await complete(service().database, job.lease, result(), [output(3, '1'), output(4, '\n'), end], {});
  const events = numbered(await reading);
  expect(events.map(({ id: number, event }) => [number, event])).toEqual([
    ['0.0', 'queued'],
    ['1.1', 'compiling'],
    ['1.2', 'running'],
    ['1.3', 'output'],
    ['1.4', 'output'],
    ['1.5', 'done'],
  ]);
  expect(events[3]?.data).toEqual({ stream: 'stdout', text: '1', base64: 'MQ==' });
  expect(numbered(await readEvents(service(), path))).toEqual(
    events.map((event) => (event.event === 'queued' ? { ...event, data: {} } : event)),
  );
  for (const [index, { id: last }] of events.slice(0, -1).entries()) {
    const rest = await readEvents(service(), path, { 'last-event-id': last ?? '' });
    expect(rest.map(({ id: number }) => number)).toEqual(events.slice(index + 1).map(({ id: number }) => number));
  }
});

test('while it waits: its place, and an estimate where the pace is known', async () => {
  const [first, second] = [await submitted(), await submitted()];
  const isPlace = ({ event }: ServerEvent) => event === 'position';
  const events = await readEvents(service(), `/api/submissions/${second}/events`, {}, isPlace);
  expect(events[0]).toMatchObject({ id: '0.0', event: 'queued', data: { position: 2 } });
  expect(events.at(-1)?.data.position).toBe(2);
  for (const id of [first, second]) await call(service(), `/api/submissions/${id}/cancel`, { method: 'POST' });
});

test('a cancelled submission ends its stream', async () => {
  const id = await submitted();
  const reading = readEvents(service(), `/api/submissions/${id}/events`);
  await call(service(), `/api/submissions/${id}/cancel`, { method: 'POST' });
  expect((await reading).at(-1)?.event).toBe('cancelled');
});

test('a split character is whole again, and its bytes are as they were', async () => {
  const id = await submitted();
  const job = await take(service());
  if (!job) throw new Error('no job');
  const [one, two] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)];
  const pieces = [one, two].map(
    (bytes, index): NewEvent => ({ seq: index + 1, kind: 'output', data: { stream: 'stdout' }, bytes }),
  );
  await complete(service().database, job.lease, result(), [...pieces, { seq: 3, kind: 'done', data: {} }], {});
  const events = (await readEvents(service(), `/api/submissions/${id}/events`)).filter(({ event }) => event === 'output');
  expect(events.map(({ data }) => data.text).join('')).toBe('é');
  expect(Buffer.concat(events.map(({ data }) => Buffer.from(data.base64, 'base64')))).toEqual(Buffer.from('é'));
});

test('output comes while the program runs, by the channel that the worker opened', async () => {
  const socket = await openLive(service());
  const id = await submitted();
  const job = await take(service());
  if (!job) throw new Error('no job');
  const watched = new Promise<unknown>((resolve) => socket.on('message', (data) => resolve(JSON.parse(String(data)))));
  const isOutput = ({ event }: ServerEvent) => event === 'output';
  const reading = readEvents(service(), `/api/submissions/${id}/events`, {}, isOutput);
  expect(await watched).toEqual({ type: 'watch', submission: id });
  const send = (seq: number, kind: string, data: object, bytes?: string) =>
    socket.send(JSON.stringify({ type: 'event', submission: id, epoch: job.lease.epoch, seq, kind, data, bytes }));
  send(1, 'running', {});
  send(2, 'usage', { cpu: 1_500_000, wall: 2_000_000, memory: 1024 });
  send(3, 'output', { stream: 'stderr' }, Buffer.from('so far').toString('base64'));
  const events = await reading;
  expect(events.find(({ event }) => event === 'usage')?.data).toEqual({ cpu_time: 1.5, wall_time: 2, memory: 1024 });
  expect(events.at(-1)?.data).toMatchObject({ stream: 'stderr', text: 'so far' });
  await complete(service().database, job.lease, result(), [], {});
  socket.close();
});

test('the live channel is closed to whoever lacks its token, and to nonsense', async () => {
  for (const authorization of ['', 'Bearer wrong', `Bearer ${'x'.repeat(10_000)}`]) {
    await expect(openLive(service(), authorization)).rejects.toThrow(/404|socket hang up|431|400/);
  }
  const socket = await openLive(service());
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.send('{"type":"event"}');
  expect(await closed).toBe(1008);
});

async function openLive({ api, database }: Service, authorization?: string): Promise<WebSocket> {
  const headers = { authorization: authorization ?? `Bearer ${await liveToken(database)}` };
  const socket = new WebSocket(`${api.url.replace('http', 'ws')}/internal/live`, { headers });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}
