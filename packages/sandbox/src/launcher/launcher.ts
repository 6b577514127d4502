import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Artefact,
  type Cancellation,
  type RunHooks,
  type RunOutcome,
  type RunSpec,
  type Sandbox,
  type SandboxDescription,
  SandboxError,
} from '@cupel/domain';
import { Artefacts } from './artefacts.js';
import { Connection } from './connection.js';
import { Dial, type Line } from './dial.js';
import { type LauncherProcessOptions, startProcess } from './process.js';
import { GROUP_MAX_MEMBERS } from './protocol.gen.js';
import { Slots } from './slots.js';
import type { LauncherState } from './state.js';
import { describeWelcome, type Welcome } from './welcome.js';

/** Boxes may be taken by another client of the same launcher, and nobody tells us when one is free. */
const FULL_DELAYS_MS = [2, 5, 10, 20, 50] as const;

/**
 * A sandbox that is the launcher's. It never asks for more runs at once than there are boxes; where the launcher dies, its
 * runs reject with a retriable SandboxError and the next one starts it again.
 */
export class Launcher implements Sandbox {
  readonly #dial: Dial;
  readonly #artefacts: Artefacts;
  readonly #slots: Slots;
  #welcome: Welcome;
  #closing: Promise<void> | undefined;

  private constructor(dial: Dial, artefacts: Artefacts, welcome: Welcome) {
    this.#dial = dial;
    this.#artefacts = artefacts;
    this.#slots = new Slots(welcome.boxes);
    this.#welcome = welcome;
  }

  /** Rejects with what `open` rejects with. */
  static async create(open: () => Promise<Line>): Promise<Launcher> {
    const artefacts = new Artefacts();
    const dial = new Dial(open, (connection) => artefacts.forget(connection));
    const { connection } = await dial.get();
    return new Launcher(dial, artefacts, connection.welcome);
  }

  run(spec: RunSpec, hooks: RunHooks = {}): Promise<RunOutcome> {
    return this.#admit(1, hooks.signal, (connection) => this.#start(connection, spec, hooks));
  }

  async runGroup(specs: readonly RunSpec[], hooks: readonly RunHooks[] = []): Promise<readonly RunOutcome[]> {
    if (specs.length === 0) return [];
    checkGroupSize(specs.length, this.#welcome.boxes);
    const signal = hooks.find((each) => each.signal !== undefined)?.signal;
    return this.#admit(specs.length, signal, (connection) => this.#startGroup(connection, specs, hooks));
  }

  release(artefact: Artefact): void {
    this.#artefacts.release(artefact);
  }

  describe(): SandboxDescription {
    return describeWelcome(this.#welcome);
  }

  /** What the launcher holds at this moment. Rejects with a SandboxError where it cannot be asked. */
  async status(): Promise<LauncherState> {
    this.#checkOpen();
    const { connection } = await this.#dial.get();
    return connection.status();
  }

  /** Ends the connection, and the launcher where this process started it; resolves when it is gone. Runs under way reject. */
  close(): Promise<void> {
    this.#closing ??= this.#dial.end();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #admit<T>(count: number, signal: Cancellation | undefined, start: (connection: Connection) => Promise<T>): Promise<T> {
    await this.#slots.acquire(count, signal);
    try {
      return await this.#whileFull(signal, start);
    } finally {
      this.#slots.release(count);
    }
  }

  async #whileFull<T>(signal: Cancellation | undefined, start: (connection: Connection) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      this.#checkOpen();
      const { connection } = await this.#dial.get();
      if (signal?.aborted === true) throw new SandboxError({ kind: 'cancelled' });
      this.#welcome = connection.welcome;
      try {
        return await start(connection);
      } catch (error) {
        if (!isFull(error)) throw error;
        await sleep(FULL_DELAYS_MS[Math.min(attempt, FULL_DELAYS_MS.length - 1)]);
      }
    }
  }

  async #start(connection: Connection, spec: RunSpec, hooks: RunHooks): Promise<RunOutcome> {
    return this.#adopt(connection, await connection.run(this.#artefacts.translate(connection, spec), hooks));
  }

  /** Waits for every member before it tells of the first that failed: their boxes are in use until then. */
  async #startGroup(
    connection: Connection,
    specs: readonly RunSpec[],
    hooks: readonly RunHooks[],
  ): Promise<readonly RunOutcome[]> {
    const members = specs.map((spec, index) => ({
      spec: this.#artefacts.translate(connection, spec),
      hooks: hooks[index] ?? {},
    }));
    const settled = await Promise.allSettled(connection.runGroup(members));
    return settled.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return this.#adopt(connection, result.value);
    });
  }

  #adopt(connection: Connection, outcome: RunOutcome): RunOutcome {
    if (outcome.artefact === undefined) return outcome;
    return { ...outcome, artefact: this.#artefacts.adopt(connection, outcome.artefact) };
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw new SandboxError({ kind: 'not_started', detail: 'this sandbox was closed' });
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof SandboxError && error.failure.kind === 'refused' && error.failure.refusal === 'full';

const checkGroupSize = (size: number, boxes: number): void => {
  const most = Math.min(GROUP_MAX_MEMBERS, boxes);
  if (size <= most) return;
  throw new SandboxError({ kind: 'refused', refusal: 'out_of_range', detail: `a group of ${size} runs, the most is ${most}` });
};

/**
 * Starts a launcher of our own; needs root for every wall. Rejects with a SandboxError, or the register's `not_root`, where
 * it is not built or does not start.
 */
export const startLauncher = (options: LauncherProcessOptions = {}): Promise<Launcher> =>
  Launcher.create(() => startProcess(options));

/** Talks to a launcher that a supervisor started, on the unix socket at `path`. */
export const connectLauncher = (path: string): Promise<Launcher> =>
  Launcher.create(async () => ({
    connection: await Connection.open(connect(path), async (seen) => new SandboxError({ kind: 'connection_lost', detail: seen })),
    ended: Promise.resolve(),
  }));
