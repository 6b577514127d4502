import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { SandboxError } from '@cupel/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { evidence, granted, output, Peer, refused, spec } from '../../../../tests/support/peer.js';
import { Connection } from './connection.js';
import { Fields, FieldWriter } from './fields.js';
import { encodeFrame, encodeWords } from './frames.js';
import { CLIENT_FRAMES as C, EVIDENCE_FIELDS as EV, FILE_FIELDS, HELLO_FIELDS, LAUNCHER_FRAMES as L } from './protocol.gen.js';

let folder = '';
let server: Server;
let peer: Peer;
let opening: Promise<Connection>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-connection-'));
  const path = join(folder, 'socket');
  server = createServer();
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  opening = Connection.open(connect(path), async (seen) => new SandboxError({ kind: 'connection_lost', detail: seen }));
  opening.catch(() => undefined);
  peer = new Peer(await accepted);
});
afterEach(() => {
  peer.socket.destroy();
  server.close();
  rmSync(folder, { recursive: true });
});

const open = async (): Promise<Connection> => {
  peer.welcome();
  return opening;
};

test('a connection begins with magic and version, and reads the welcome', async () => {
  const connection = await open();
  const hello = new Fields((await peer.hear(C.HELLO)).payload);
  expect([hello.getNumber(HELLO_FIELDS.MAGIC), hello.getNumber(HELLO_FIELDS.VERSION)]).toEqual([0x4c505543, 1]);
  expect(connection.welcome).toMatchObject({ boxes: 4, cgroup: 'v2' });
});

test('another version is refused by name', async () => {
  peer.welcome({ version: 2 });
  await expect(opening).rejects.toMatchObject({ code: 'launcher_version' });
});

test('two runs at once: each gets what is its own', async () => {
  const connection = await open();
  const first = connection.run(spec, {});
  const second = connection.run(spec, {});
  const [one, two] = [(await peer.hear(C.RUN)).run, (await peer.hear(C.RUN)).run];
  peer.say(L.OUTPUT, two, output(1, Buffer.from('two')));
  peer.say(L.OUTPUT, one, output(2, Buffer.from('one')));
  peer.say(L.EVIDENCE, two, evidence({ EV_EXIT_CODE: 2 }));
  peer.say(L.EVIDENCE, one, evidence({ EV_EXIT_CODE: 1 }));
  expect(await first).toMatchObject({ stdout: Buffer.from(''), stderr: Buffer.from('one'), evidence: { exit: { code: 1 } } });
  expect(await second).toMatchObject({ stdout: Buffer.from('two'), stderr: Buffer.from(''), evidence: { exit: { code: 2 } } });
});

test('credit comes back as the consumer takes the data, not before', async () => {
  const connection = await open();
  let taken = () => {};
  const consumer = new Promise<void>((resolve) => {
    taken = resolve;
  });
  const outcome = connection.run(spec, { onOutput: (stream) => (stream === 'stdout' ? consumer : undefined) });
  const { run } = await peer.hear(C.RUN);
  for (const stream of [1, 2]) for (let i = 0; i < 4; i += 1) peer.say(L.OUTPUT, run, output(stream, Buffer.alloc(64 << 10)));
  await peer.flush(connection);
  await peer.flush(connection);
  expect([1, 2].map((stream) => granted(peer.heard, stream))).toEqual([256 << 10, 512 << 10]);
  taken();
  await consumer;
  await turn();
  await peer.flush(connection);
  expect(granted(peer.heard, 1)).toBe(512 << 10);
  peer.say(L.EVIDENCE, run, evidence());
  expect((await outcome).stdout).toHaveLength(256 << 10);
});

test('keepBytes keeps the beginning and lets the rest pass', async () => {
  const connection = await open();
  const seen: number[] = [];
  const outcome = connection.run(spec, { keepBytes: 5, onOutput: (_stream, chunk) => void seen.push(chunk.length) });
  const { run } = await peer.hear(C.RUN);
  for (const part of ['abc', 'def', 'ghi']) peer.say(L.OUTPUT, run, output(1, Buffer.from(part)));
  peer.say(L.EVIDENCE, run, evidence({ EV_STDOUT_BYTES: 9 }));
  expect(await outcome).toMatchObject({ stdout: Buffer.from('abcde'), evidence: { io: { stdout: { bytes: 9 } } } });
  expect(seen).toEqual([3, 3, 3]);
});

test('input stops at the window, goes on with credit and ends with an empty frame', async () => {
  const connection = await open();
  const bytes = Buffer.alloc(300 << 10, 7);
  const outcome = connection.run({ ...spec, stdin: { kind: 'bytes', bytes } }, {});
  const { run } = await peer.hear(C.RUN);
  await peer.flush(connection);
  const sent = () => peer.heard.filter((frame) => frame.type === C.INPUT).map((frame) => frame.payload.length);
  expect(sent().reduce((a, b) => a + b)).toBe(256 << 10);
  peer.say(L.INPUT_CREDIT, run, encodeWords(100 << 10));
  await peer.flush(connection);
  await peer.flush(connection);
  expect(sent().reduce((a, b) => a + b)).toBe(300 << 10);
  expect(sent().at(-1)).toBe(0);
  peer.say(L.EVIDENCE, run, evidence());
  await outcome;
});

test('a stream is not touched before the program starts, and is let go when it ends', async () => {
  const connection = await open();
  let [touched, returned] = [false, false];
  async function* chunks() {
    touched = true;
    try {
      yield Buffer.from('a');
      yield Buffer.from('');
      yield Buffer.from('b');
      yield Buffer.alloc(1 << 20);
    } finally {
      returned = true;
    }
  }
  const outcome = connection.run({ ...spec, stdin: { kind: 'stream', chunks: chunks() } }, {});
  const { run } = await peer.hear(C.RUN);
  await peer.flush(connection);
  expect(touched).toBe(false);
  peer.say(L.STARTED, run);
  expect([(await peer.hear(C.INPUT)).payload, (await peer.hear(C.INPUT)).payload].map(String)).toEqual(['a', 'b']);
  peer.say(L.EVIDENCE, run, evidence());
  await outcome;
  await turn();
  expect(returned).toBe(true);
});

test('an input that fails stops the run and is the reason given', async () => {
  const connection = await open();
  // biome-ignore lint/correctness/useYield: a source that fails before its first chunk
  async function* chunks(): AsyncGenerator<Uint8Array> {
    throw new Error('the disk is gone');
  }
  const outcome = connection.run({ ...spec, stdin: { kind: 'stream', chunks: chunks() } }, {});
  const { run } = await peer.hear(C.RUN);
  peer.say(L.STARTED, run);
  await peer.hear(C.CANCEL);
  peer.say(L.EVIDENCE, run, evidence({ EV_CAUSE: 6 }));
  await expect(outcome).rejects.toThrow('the disk is gone');
});

test('declared outputs come back in their order, whole or with their reason', async () => {
  const connection = await open();
  const outcome = connection.run(spec, {});
  const { run } = await peer.hear(C.RUN);
  const end = (name: string, status: number, size: number) =>
    new FieldWriter()
      .text(FILE_FIELDS.FILE_NAME, name)
      .number(FILE_FIELDS.FILE_STATUS, status)
      .number(FILE_FIELDS.FILE_BYTES, size)
      .finish();
  for (const part of ['ab', 'c']) peer.say(L.FILE_DATA, run, Buffer.from(part));
  peer.say(L.FILE_END, run, end('a', 0, 3));
  peer.say(L.FILE_END, run, end('b', 4, 99));
  peer.say(L.EVIDENCE, run, evidence({ EV_ARTEFACT: 77 }));
  expect(await outcome).toMatchObject({
    files: [
      { name: 'a', status: 'ok', bytes: Buffer.from('abc') },
      { name: 'b', status: 'too_large', size: 99 },
    ],
    artefact: { handle: 77n },
  });
});

test('an aborted signal cancels once, and the evidence still comes', async () => {
  const connection = await open();
  const { signal, abort } = (() => {
    const controller = new AbortController();
    return { signal: controller.signal, abort: () => controller.abort() };
  })();
  const outcome = connection.run(spec, { signal });
  const { run } = await peer.hear(C.RUN);
  abort();
  await peer.hear(C.CANCEL);
  peer.say(L.EVIDENCE, run, evidence({ EV_CAUSE: 6 }));
  expect((await outcome).evidence.firstCause).toBe('cancelled');
  await peer.flush(connection);
  expect(peer.heard.map((frame) => frame.type)).not.toContain(C.CANCEL);
});

test('usage is asked for as often as wanted', async () => {
  const connection = await open();
  const seen: unknown[] = [];
  const outcome = connection.run(spec, { onUsage: (usage) => seen.push(usage), usageEvery: 1 });
  const { run } = await peer.hear(C.USAGE);
  peer.say(
    L.USAGE_NOW,
    run,
    new FieldWriter().number(EV.EV_CPU, 1999).number(EV.EV_WALL, 3000).number(EV.EV_MEMORY_NOW, 4096).finish(),
  );
  peer.say(L.EVIDENCE, run, evidence());
  await outcome;
  expect(seen).toEqual([{ cpu: 1, wall: 3, memory: 4096 }]);
});

test('a group is one frame, and every member ends by itself', async () => {
  const connection = await open();
  const [first, second] = connection.runGroup([
    { spec, hooks: {} },
    { spec: { ...spec, argv: ['b'] }, hooks: {} },
  ]);
  const group = await peer.hear(C.GROUP);
  expect(group.run).toBe(0);
  const runs = [...new Set(peer.heard.filter((frame) => frame.type === C.CREDIT).map((frame) => frame.run))];
  expect(runs).toHaveLength(2);
  peer.say(L.EVIDENCE, runs[1] ?? 0, evidence({ EV_EXIT_CODE: 1 }));
  peer.say(L.REFUSED, runs[0] ?? 0, refused(12));
  await expect(first).rejects.toMatchObject({ code: 'launcher_busy', retriable: true });
  expect((await second)?.evidence.exit).toEqual({ kind: 'code', code: 1 });
});

test('a lost connection fails what is under way as worth another try, and whoever asks later', async () => {
  const connection = await open();
  const outcome = connection.run(spec, {});
  const state = connection.status();
  await peer.hear(C.RUN);
  peer.socket.destroy();
  for (const promise of [outcome, state])
    await expect(promise).rejects.toMatchObject({ code: 'launcher_connection_lost', retriable: true });
  expect(connection.isOpen).toBe(false);
  expect(() => connection.run(spec, {})).toThrow(SandboxError);
});

test.each([
  ['a refusal of the whole connection', encodeFrame(L.REFUSED, 0, refused(1)), 'launcher_refused'],
  ['a frame that breaks the format', Buffer.from('ffffffff0000000000000000', 'hex'), 'launcher_connection_lost'],
  ['a frame that nobody sends', encodeFrame(99, 0), 'launcher_connection_lost'],
])('%s ends the connection and tells why', async (_name, bytes, code) => {
  const connection = await open();
  const outcome = connection.run(spec, {});
  peer.socket.write(bytes);
  await expect(outcome).rejects.toMatchObject({ code });
  await connection.closed;
});

test('frames of a run that has ended are ignored', async () => {
  const connection = await open();
  const outcome = connection.run(spec, {});
  const { run } = await peer.hear(C.RUN);
  peer.say(L.EVIDENCE, run, evidence());
  peer.say(L.OUTPUT, run, output(1, Buffer.from('late')));
  peer.say(L.REFUSED, run, refused(10));
  await outcome;
  await peer.flush(connection);
  expect(connection.isOpen).toBe(true);
});
