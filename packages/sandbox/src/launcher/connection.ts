import type { Socket } from 'node:net';
import { type RunHooks, type RunOutcome, type RunSpec, SandboxError } from '@cupel/domain';
import { ActiveRun } from './active-run.js';
import { encodeFrame, type Frame, FrameReader } from './frames.js';
import { CLIENT_FRAMES, LAUNCHER_FRAMES } from './protocol.gen.js';
import { readRefusal } from './refusal.js';
import { encodeGroup, encodeRun } from './request.js';
import { type LauncherState, readState } from './state.js';
import { encodeHello, readWelcome, type Welcome } from './welcome.js';

/** Why the connection is gone, from what was seen on the socket; asked once, when it has closed. */
export type ExplainLoss = (seen: string) => Promise<SandboxError>;

const LARGEST_RUN = 0xffff_ffff;

/**
 * One connection to the launcher: it numbers runs, hands frames to them and fails them all when the socket closes.
 * While no run is under way, the socket does not keep the process alive.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #explainLoss: ExplainLoss;
  readonly #reader = new FrameReader();
  readonly #runs = new Map<number, ActiveRun>();
  readonly #states: { readonly resolve: (state: LauncherState) => void; readonly reject: (error: unknown) => void }[] = [];
  #lastRun = 0;
  #welcome: Welcome | undefined;
  #greeted: (() => void) | undefined;
  #seen = 'the socket was closed';
  /** Set when the connection is of no more use. */
  #loss: SandboxError | undefined;
  /** Resolves when the connection is gone and every run on it has failed. */
  readonly closed: Promise<SandboxError>;

  private constructor(socket: Socket, explainLoss: ExplainLoss) {
    this.#socket = socket;
    this.#explainLoss = explainLoss;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => {
      this.#seen = error.message;
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', () => resolve(this.#lose()));
    });
  }

  /** Greets the launcher. Rejects with a SandboxError where it does not welcome this client. */
  static async open(socket: Socket, explainLoss: ExplainLoss): Promise<Connection> {
    const connection = new Connection(socket, explainLoss);
    const greeted = new Promise<void>((resolve) => {
      connection.#greeted = resolve;
    });
    socket.write(encodeHello());
    const loss = await Promise.race([greeted, connection.closed]);
    if (loss !== undefined) throw loss;
    socket.unref();
    return connection;
  }

  get welcome(): Welcome {
    if (this.#welcome === undefined) throw new Error('the launcher has not welcomed this client yet');
    return this.#welcome;
  }

  get isOpen(): boolean {
    return this.#loss === undefined && !this.#socket.destroyed;
  }

  /** Asks for a run now; the launcher refuses with `full` where no box is free. */
  run(spec: RunSpec, hooks: RunHooks): Promise<RunOutcome> {
    const payload = encodeRun(spec);
    const { id, run } = this.#register(spec, hooks);
    this.#write(CLIENT_FRAMES.RUN, id, payload);
    run.begin();
    return run.outcome;
  }

  /** One outcome for each member, in their order. */
  runGroup(members: readonly { readonly spec: RunSpec; readonly hooks: RunHooks }[]): readonly Promise<RunOutcome>[] {
    const payloads = members.map(({ spec }) => encodeRun(spec));
    const registered = members.map(({ spec, hooks }, index) => {
      const { id, run } = this.#register(spec, hooks);
      return { run, number: id, payload: payloads[index] ?? Buffer.alloc(0) };
    });
    this.#write(CLIENT_FRAMES.GROUP, 0, encodeGroup(registered.map(({ number, payload }) => ({ run: number, payload }))));
    for (const { run } of registered) run.begin();
    return registered.map(({ run }) => run.outcome);
  }

  release(handle: bigint): void {
    const payload = Buffer.alloc(8);
    payload.writeBigUInt64LE(handle);
    this.#write(CLIENT_FRAMES.RELEASE, 0, payload);
  }

  status(): Promise<LauncherState> {
    if (this.#loss !== undefined) return Promise.reject(this.#loss);
    return new Promise((resolve, reject) => {
      this.#states.push({ resolve, reject });
      this.#socket.ref();
      this.#write(CLIENT_FRAMES.STATUS, 0);
    });
  }

  /** Says goodbye; the launcher kills what is under way and `closed` resolves. */
  end(): void {
    this.#socket.ref();
    this.#socket.end();
  }

  #register(spec: RunSpec, hooks: RunHooks): { id: number; run: ActiveRun } {
    if (this.#loss !== undefined) throw this.#loss;
    do this.#lastRun = this.#lastRun === LARGEST_RUN ? 1 : this.#lastRun + 1;
    while (this.#runs.has(this.#lastRun));
    const id = this.#lastRun;
    const run = new ActiveRun(spec, hooks, this.welcome, (type, payload) => {
      if (this.#runs.get(id) === run) this.#write(type, id, payload);
    });
    this.#runs.set(id, run);
    this.#socket.ref();
    return { id, run };
  }

  #write(type: number, run: number, payload?: Uint8Array): void {
    if (this.#socket.writableEnded || this.#socket.destroyed) return;
    if (this.#socket.writableCorked === 0) {
      this.#socket.cork();
      process.nextTick(() => this.#socket.uncork());
    }
    this.#socket.write(encodeFrame(type, run, payload));
  }

  /** What breaks the protocol is answered with the end of the connection: nothing that follows could be trusted. */
  #receive(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.push(chunk)) this.#dispatch(frame);
    } catch (error) {
      this.#loss = error instanceof SandboxError ? error : undefined;
      this.#seen = error instanceof Error ? error.message : String(error);
      this.#socket.destroy();
    }
  }

  #dispatch(frame: Frame): void {
    if (frame.run !== 0) this.#toRun(frame);
    else if (frame.type === LAUNCHER_FRAMES.WELCOME) this.#greet(readWelcome(frame.payload));
    else if (frame.type === LAUNCHER_FRAMES.STATE) this.#states.shift()?.resolve(readState(frame.payload));
    else if (frame.type === LAUNCHER_FRAMES.REFUSED) throw readRefusal(frame.payload);
    else throw new RangeError(`the launcher sent a frame of type ${frame.type} for no run`);
    this.#rest();
  }

  /** Frames of a run that is no more are late, not wrong: its end and our last words to it crossed. */
  #toRun(frame: Frame): void {
    if (this.#runs.get(frame.run)?.receive(frame) === true) this.#runs.delete(frame.run);
  }

  #greet(welcome: Welcome): void {
    this.#welcome = welcome;
    this.#greeted?.();
  }

  #rest(): void {
    if (this.#runs.size === 0 && this.#states.length === 0 && this.#welcome !== undefined) this.#socket.unref();
  }

  async #lose(): Promise<SandboxError> {
    this.#loss ??= await this.#explainLoss(this.#seen);
    for (const run of this.#runs.values()) run.fail(this.#loss);
    for (const state of this.#states) state.reject(this.#loss);
    this.#runs.clear();
    return this.#loss;
  }
}
