import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { encodeFrame, encodeWords } from '../../../packages/sandbox/src/launcher/frames.js';
import {
  CLIENT_FRAMES as C,
  LAUNCHER_FRAMES as L,
  PROTOCOL_MAGIC,
  REFUSALS,
  RUN_FIELDS,
} from '../../../packages/sandbox/src/launcher/protocol.gen.js';
import { encodeRun } from '../../../packages/sandbox/src/launcher/request.js';
import { readState } from '../../../packages/sandbox/src/launcher/state.js';
import type { Case, Listening, Subject } from '../case.js';
import { specOf } from '../spec.js';
import { RawClient, refusalIn } from '../wire.js';
import { BROKEN, fieldsOf, hello, hex, noise, RUDE, WRONG_RUNS } from './hostile-bytes.js';

/** The launcher still runs programs. */
const aliveAt = async (subject: Subject, path: string): Promise<void> => {
  const client = await RawClient.greeted(path);
  client.socket.write(encodeFrame(C.RUN, 7, encodeRun(specOf(subject, ['true']))));
  for (const stream of [1, 2]) client.socket.write(encodeFrame(C.CREDIT, 7, encodeWords(stream, 1)));
  assert.equal((await client.hear(L.EVIDENCE)).run, 7);
  client.socket.destroy();
};

const withLauncher = (run: (subject: Subject, launcher: Listening) => Promise<void>): Case['run'] => {
  return async (subject) => {
    const launcher = await subject.listen();
    try {
      await run(subject, launcher);
      await aliveAt(subject, launcher.path);
    } finally {
      await launcher.stop();
    }
  };
};

/** Bytes from a client that means no good. */
export const frameCases: readonly Case[] = [
  {
    name: 'bytes that are no protocol close the connection and hurt nobody else',
    run: withLauncher(async (_subject, { path }) => {
      for (const [name, bytes] of RUDE) {
        const client = new RawClient(path);
        client.socket.write(bytes);
        await client.hungUp();
        assert.deepEqual([name, client.heard.map((frame) => frame.type).filter((type) => type !== L.REFUSED)], [name, []]);
      }
    }),
  },
  {
    name: 'another version of the protocol is told so',
    run: withLauncher(async (_subject, { path }) => {
      const client = new RawClient(path);
      client.socket.write(hello(PROTOCOL_MAGIC, 2));
      await client.hungUp();
      assert.deepEqual(client.refusals(), ['VERSION']);
    }),
  },
  {
    name: 'a broken frame closes the connection, and says that it was broken',
    run: withLauncher(async (_subject, { path }) => {
      for (const [name, bytes] of BROKEN) {
        const client = await RawClient.greeted(path);
        client.socket.write(bytes);
        await client.hungUp();
        assert.deepEqual([name, client.refusals()], [name, ['MALFORMED']]);
      }
    }),
  },
  {
    name: 'a request that is wrong in any way is refused, and nothing is run',
    run: withLauncher(async (subject, { path }) => {
      const run = encodeRun(specOf(subject, ['true']));
      for (const [name, make] of WRONG_RUNS) {
        const client = await RawClient.greeted(path);
        client.socket.write(encodeFrame(C.RUN, 3, make(run)));
        const refused = await client.hear(L.REFUSED);
        assert.ok(refusalIn(refused) !== REFUSALS.FULL, name);
        client.socket.destroy();
        assert.ok(!client.heard.some((frame) => frame.type === L.EVIDENCE), name);
      }
    }),
  },
  {
    name: 'every limit is required',
    run: withLauncher(async (subject, { path }) => {
      const run = encodeRun(specOf(subject, ['true']));
      const client = await RawClient.greeted(path);
      for (let tag = RUN_FIELDS.WALL_TIME; tag <= RUN_FIELDS.CORES; tag += 1) {
        const without = Buffer.concat(fieldsOf(run).filter((field) => field.readUInt16LE(0) !== tag));
        client.socket.write(encodeFrame(C.RUN, tag, without));
      }
      client.socket.write(encodeFrame(C.STATUS, 0));
      await client.hear(L.STATE);
      assert.deepEqual(
        client.refusals(),
        Array.from({ length: 12 }, () => 'MISSING'),
      );
      client.socket.destroy();
    }),
  },
  {
    name: 'a number that is in use is refused, and its run goes on',
    run: withLauncher(async (subject, { path }) => {
      const client = await RawClient.greeted(path);
      const run = encodeRun(specOf(subject, ['cat'], { stdin: { kind: 'bytes', bytes: new Uint8Array() } }));
      client.socket.write(encodeFrame(C.RUN, 5, run));
      await client.hear(L.STARTED);
      client.socket.write(encodeFrame(C.RUN, 5, run));
      await client.hear(L.REFUSED);
      assert.deepEqual(client.refusals(), ['RUN_IN_USE']);
      client.socket.write(encodeFrame(C.INPUT, 5));
      for (const stream of [1, 2]) client.socket.write(encodeFrame(C.CREDIT, 5, encodeWords(stream, 1)));
      assert.equal((await client.hear(L.EVIDENCE)).run, 5);
      client.socket.destroy();
    }),
  },
  {
    name: 'a program that writes nothing needs no credit to end',
    run: withLauncher(async (subject, { path }) => {
      const client = await RawClient.greeted(path);
      client.socket.write(encodeFrame(C.RUN, 5, encodeRun(specOf(subject, ['true']))));
      assert.equal((await client.hear(L.EVIDENCE)).run, 5);
      client.socket.destroy();
    }),
  },
  {
    name: "the launcher's own environment is seen neither in a box nor from outside",
    run: async (subject) => {
      const launcher = await subject.listen({ CANARY: 'must-not-be-seen', LD_DEBUG: '' });
      try {
        const client = await RawClient.greeted(launcher.path);
        const line = 'env; cat /proc/*/environ 2>/dev/null';
        client.socket.write(encodeFrame(C.RUN, 5, encodeRun(specOf(subject, ['/bin/sh', '-c', line]))));
        for (const stream of [1, 2]) client.socket.write(encodeFrame(C.CREDIT, 5, encodeWords(stream, 1 << 20)));
        await client.hear(L.EVIDENCE);
        const output = Buffer.concat(client.heard.filter((frame) => frame.type === L.OUTPUT).map((frame) => frame.payload));
        assert.match(output.toString(), /PATH=/);
        for (const seen of [output.toString(), await readFile(`/proc/${launcher.pid}/environ`, 'latin1')])
          assert.doesNotMatch(seen, /CANARY/);
        client.socket.destroy();
      } finally {
        await launcher.stop();
      }
    },
  },
  {
    name: 'words about runs that are over, or never were, are heard in silence',
    run: withLauncher(async (_subject, { path }) => {
      const client = await RawClient.greeted(path);
      const words: readonly (readonly [number, Uint8Array?])[] = [
        [C.INPUT, Buffer.from('x')],
        [C.INPUT],
        [C.CREDIT, encodeWords(1, 100)],
        [C.CANCEL],
        [C.USAGE],
        [C.SIGNAL, encodeWords(15)],
        [C.RELEASE, hex('0123456789abcdef')],
      ];
      for (const [type, payload] of words) client.socket.write(encodeFrame(type, 77, payload));
      client.socket.write(encodeFrame(C.STATUS, 0));
      await client.hear(L.STATE);
      assert.deepEqual(
        client.heard.map((frame) => frame.type),
        [L.WELCOME, L.STATE],
      );
      client.socket.destroy();
    }),
  },
  {
    name: 'more input than was granted closes the connection',
    run: withLauncher(async (subject, { path }) => {
      const client = await RawClient.greeted(path);
      const spec = specOf(subject, ['sleep', '1000'], { stdin: { kind: 'bytes', bytes: new Uint8Array() } });
      client.socket.write(encodeFrame(C.RUN, 5, encodeRun(spec)));
      await client.hear(L.STARTED);
      for (let sent = 0; sent <= 1 << 20; sent += 1 << 17) client.socket.write(encodeFrame(C.INPUT, 5, Buffer.alloc(1 << 17)));
      await client.hungUp();
      assert.ok(!client.heard.some((frame) => frame.type === L.EVIDENCE));
    }),
  },
  {
    name: 'a client that vanishes takes its runs with it',
    run: withLauncher(async (subject, { path }) => {
      const client = await RawClient.greeted(path);
      for (const run of [1, 2, 3]) client.socket.write(encodeFrame(C.RUN, run, encodeRun(specOf(subject, ['sleep', '1000']))));
      await client.hear(L.STARTED);
      client.socket.destroy();
      await untilNoneRuns(path);
    }),
  },
  {
    name: 'a client that stops in the middle of a frame holds up nobody',
    run: withLauncher(async (subject, { path }) => {
      const client = await RawClient.greeted(path);
      client.socket.write(encodeFrame(C.RUN, 1, encodeRun(specOf(subject, ['true']))).subarray(0, 100));
      await aliveAt(subject, path);
      client.socket.destroy();
    }),
  },
  {
    name: 'noise of every kind is survived',
    run: withLauncher(async (subject, { path }) => {
      const run = encodeRun(specOf(subject, ['true']));
      for (let seed = 0; seed < 150; seed += 1) {
        const client = await RawClient.greeted(path);
        const spoilt = Buffer.from(run);
        const junk = noise(seed, 8);
        for (let i = 0; i < 4; i += 1) spoilt[(junk.readUInt16LE(2 * (i % 3)) * 31) % spoilt.length] = junk[7 - i] ?? 0;
        client.socket.write(seed % 3 === 0 ? noise(seed, 4096) : encodeFrame(seed % 3 === 1 ? C.RUN : C.GROUP, 1, spoilt));
        client.socket.end();
        await client.hungUp();
      }
      await untilNoneRuns(path);
    }),
  },
];

/** Asks again and again, each time on a connection of its own; the case's time limit is the only bound. */
const untilNoneRuns = async (path: string): Promise<void> => {
  for (;;) {
    const client = await RawClient.greeted(path);
    client.socket.write(encodeFrame(C.STATUS, 0));
    const { payload } = await client.hear(L.STATE);
    client.socket.destroy();
    if (readState(payload).running === 0) return;
  }
};
