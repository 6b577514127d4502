import type { Socket } from 'node:net';
import type { RunSpec } from '@cupel/domain';
import type { Connection } from '../../packages/sandbox/src/launcher/connection.js';
import { FieldWriter } from '../../packages/sandbox/src/launcher/fields.js';
import { encodeFrame, encodeWords, type Frame, FrameReader } from '../../packages/sandbox/src/launcher/frames.js';
import {
  CLIENT_FRAMES as C,
  EVIDENCE_FIELDS as EV,
  FRAME_MAX_BYTES,
  LAUNCHER_FRAMES as L,
  REFUSED_FIELDS,
  STATE_FIELDS,
  WELCOME_FIELDS as W,
} from '../../packages/sandbox/src/launcher/protocol.gen.js';

/** The launcher's end of a real socket, in the hands of the test: it says what it is told to and keeps what it hears. */
export class Peer {
  readonly heard: Frame[] = [];
  readonly socket: Socket;
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    const reader = new FrameReader(FRAME_MAX_BYTES);
    socket.on('data', (chunk: Buffer) => {
      this.heard.push(...reader.push(chunk));
      this.#wake?.();
    });
  }

  say(type: number, run: number, payload?: Uint8Array): void {
    this.socket.write(encodeFrame(type, run, payload));
  }

  /** The next frame of a type that was not asked for yet. */
  async hear(type: number): Promise<Frame> {
    for (;;) {
      const at = this.heard.findIndex((frame) => frame.type === type);
      const [frame] = at < 0 ? [] : this.heard.splice(at, 1);
      if (frame !== undefined) return frame;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** After it, everything that the client has sent so far was heard. */
  async flush(connection: Connection): Promise<void> {
    const state = connection.status();
    await this.hear(C.STATUS);
    const writer = new FieldWriter();
    for (const tag of Object.values(STATE_FIELDS)) writer.number(tag, tag);
    this.say(L.STATE, 0, writer.finish());
    await state;
  }

  welcome(changes: { version?: number } = {}): void {
    const writer = new FieldWriter().number(W.WELCOME_VERSION, changes.version ?? 1).number(W.WELCOME_CGROUP, 2);
    this.say(L.WELCOME, 0, writer.number(W.WELCOME_WALLS, 0x7ff).number(W.WELCOME_BOXES, 4).finish());
  }
}

export const spec: RunSpec = {
  profile: 'judge',
  mode: 'strict',
  argv: ['a'],
  env: {},
  limits: {
    wallTime: 1000,
    cpuTime: 1000,
    memory: 1,
    processes: 1,
    scratchBytes: 1,
    scratchInodes: 1,
    stdoutBytes: 1,
    stderrBytes: 1,
    fileSize: 1,
    openFiles: 1,
    stack: 1,
    cores: 1,
  },
  files: [],
  stdin: { kind: 'null' },
  stdout: { kind: 'pipe' },
  stderr: { kind: 'pipe' },
  collect: [],
  keep: false,
};

export const evidence = (extra: Partial<Record<keyof typeof EV, number>> = {}): Buffer => {
  const writer = new FieldWriter();
  const values = {
    EV_CAUSE: 0,
    EV_EXIT_CODE: 0,
    EV_CPU: 1,
    EV_WALL: 1,
    EV_MEMORY_PEAK: 1,
    EV_OOM_KILLS: 0,
    EV_WALLS: 0,
    EV_MISSING: 0,
    EV_MODE: 0,
  };
  for (const [name, value] of Object.entries({ ...values, ...extra })) writer.number(EV[name as keyof typeof EV], value);
  return writer.finish();
};
export const output = (stream: number, bytes: Uint8Array) => Buffer.concat([encodeWords(stream), bytes]);
export const refused = (code: number) =>
  new FieldWriter().number(REFUSED_FIELDS.REFUSED_CODE, code).text(REFUSED_FIELDS.REFUSED_DETAIL, 'because').finish();
export const granted = (frames: readonly Frame[], stream: number) =>
  frames
    .filter((frame) => frame.type === C.CREDIT && frame.payload.readUInt32LE(0) === stream)
    .reduce((sum, frame) => sum + frame.payload.readUInt32LE(4), 0);
