import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunHooks, type RunOutcome, type RunSpec, SandboxError, type Wall } from '@cupel/domain';
import { Connection } from '../../packages/sandbox/src/launcher/connection.js';
import { FieldWriter } from '../../packages/sandbox/src/launcher/fields.js';
import { CLIENT_FRAMES, FRAME_HEADER_BYTES, RUN_FIELDS, WALLS } from '../../packages/sandbox/src/launcher/protocol.gen.js';
import { built, make } from '../native/build.js';
import { Guard } from './guard.js';
import { LAUNCHER } from './paths.js';
import { WARMTH } from './warmth.js';

const COPIES = join(import.meta.dirname, '../adversarial/build');
/** Joins the guard and lets core files be written (a control needs that), then becomes the launcher. */
const START = `for door in "$@"; do echo 0 > "$door" || exit 1; done; ulimit -c unlimited; exec "$0" --fd 3 ${WARMTH === 'ahead' ? '--templates-ahead' : '--cold'}`;

const GRACE_MS = 3000;

const fileOf = (build: 'attack' | 'shipped'): string => {
  if (build === 'shipped') return LAUNCHER;
  const { status, stderr } = make('attack');
  if (status !== 0) throw new Error(stderr);
  return built('attack/cupel-launcher');
};

/** Of the type in a frame's header. */
const TYPE_OFFSET = 4;

const bitOf = (wall: Wall): number => 1 << WALLS[wall.toUpperCase() as keyof typeof WALLS];

/** A RUN frame with one field more. The shipped client has no such switch, so it is put in behind its back. */
const withField = (frame: Uint8Array, tag: number, value: number): Buffer => {
  const longer = Buffer.concat([frame, new FieldWriter().number(tag, value).finish()]);
  longer.writeUInt32LE(longer.length - FRAME_HEADER_BYTES, 0);
  return longer;
};

/** Puts the mask that stands in `next` into every RUN frame that passes. */
const interpose = (socket: Socket, next: { walls: number }): void => {
  const send = socket.write.bind(socket) as (frame: Uint8Array) => boolean;
  socket.write = (frame: string | Uint8Array): boolean => {
    const bytes = Buffer.from(frame as Uint8Array);
    const isRun = bytes.readUInt16LE(TYPE_OFFSET) === CLIENT_FRAMES.RUN;
    return send(next.walls > 0 && isRun ? withField(bytes, RUN_FIELDS.WITHOUT, next.walls) : bytes);
  };
};

/**
 * A launcher whose runs can lack walls, inside a guard. It is started from a copy of its file, which an attack may
 * spoil, and speaks through the shipped client's connection.
 */
export class AttackSandbox {
  readonly file: string;
  readonly pid: number;
  readonly guard: Guard;
  readonly #ended: Promise<unknown>;
  readonly #connection: Connection;
  readonly #next: { walls: number };

  private constructor(file: string, guard: Guard, child: ChildProcess, connection: Connection, next: { walls: number }) {
    this.file = file;
    this.guard = guard;
    this.#ended = new Promise((resolve) => child.once('exit', resolve));
    this.pid = child.pid ?? 0;
    this.#connection = connection;
    this.#next = next;
  }

  /** @param build `attack` for the launcher of the tests, `shipped` to show that the other one refuses the field. */
  static async start(build: 'attack' | 'shipped'): Promise<AttackSandbox> {
    const name = `cupel-guard-${process.pid}-${Date.now()}`;
    const file = join(COPIES, name);
    mkdirSync(COPIES, { recursive: true });
    copyFileSync(fileOf(build), file);
    const guard = new Guard(name);
    const child = spawn('/bin/sh', ['-c', START, file, ...guard.doors], {
      env: {},
      cwd: '/',
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    const socket = child.stdio[3];
    if (!(socket instanceof Socket) || child.pid === undefined) throw new Error(`${file} could not be started`);
    const next = { walls: 0 };
    interpose(socket, next);
    const connection = await Connection.open(socket, async (detail) => new SandboxError({ kind: 'died', detail }));
    guard.enclose(child.pid);
    return new AttackSandbox(file, guard, child, connection, next);
  }

  /** One run that lacks these walls. */
  run(spec: RunSpec, without: readonly Wall[], hooks: RunHooks = {}): Promise<RunOutcome> {
    this.#next.walls = without.reduce((mask, wall) => mask | bitOf(wall), 0);
    try {
      return this.#connection.run(spec, hooks);
    } finally {
      this.#next.walls = 0;
    }
  }

  async close(): Promise<void> {
    // It clears its own boxes away; what it cannot, the guard does.
    this.#connection.end();
    await Promise.race([this.#ended, sleep(GRACE_MS)]);
    await this.guard.close();
    rmSync(this.file, { force: true });
  }
}
