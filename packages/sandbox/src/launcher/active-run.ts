import type { Artefact, RunControl, RunHooks, RunOutcome, RunSpec } from '@cupel/domain';
import { FileCollector } from './collected.js';
import { readEvidence } from './evidence.js';
import { Fields } from './fields.js';
import { encodeWords, type Frame } from './frames.js';
import { InputPump } from './input.js';
import { OUTPUT_WINDOW_BYTES, OutputTap } from './output.js';
import { CLIENT_FRAMES, EVIDENCE_FIELDS, LAUNCHER_FRAMES } from './protocol.gen.js';
import { readRefusal } from './refusal.js';
import { checkedSignal, checkedSize } from './terminal.js';
import type { Welcome } from './welcome.js';

const STREAMS = { stdout: 1, stderr: 2, files: 3 } as const;
const USAGE_EVERY_MS = 500;

/** Sends a frame of this run, or nothing once the run is over. */
type Send = (type: number, payload?: Uint8Array) => void;

/**
 * One run from its RUN frame to its EVIDENCE or REFUSED frame. The first of these settles it: a refusal or a lost
 * connection rejects; so does a hook or an input that fails, once the launcher has said that the run is gone.
 */
export class ActiveRun {
  readonly outcome: Promise<RunOutcome>;
  #settle!: { readonly resolve: (outcome: RunOutcome) => void; readonly reject: (error: unknown) => void };
  readonly #spec: RunSpec;
  readonly #hooks: RunHooks;
  readonly #host: Welcome;
  readonly #send: Send;
  readonly #input: InputPump;
  readonly #stdout: OutputTap;
  readonly #stderr: OutputTap;
  readonly #files = new FileCollector();
  readonly #consumers = new Set<Promise<void>>();
  #usageTimer: NodeJS.Timeout | undefined;
  #callerError: { readonly error: unknown } | undefined;

  constructor(spec: RunSpec, hooks: RunHooks, host: Welcome, send: Send) {
    this.#spec = spec;
    this.#hooks = hooks;
    this.#host = host;
    this.#send = send;
    this.outcome = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#input = new InputPump((bytes) => send(CLIENT_FRAMES.INPUT, bytes));
    this.#stdout = this.#tap('stdout');
    this.#stderr = this.#tap('stderr');
  }

  /** To be called right after the RUN frame was sent. */
  begin(): void {
    for (const stream of Object.values(STREAMS)) this.#grant(stream, OUTPUT_WINDOW_BYTES);
    if (this.#spec.stdin.kind === 'bytes') this.#pumpInput();
    const { signal, onUsage, usageEvery } = this.#hooks;
    if (signal?.aborted === true) this.#cancel();
    signal?.addEventListener('abort', this.#cancel, { once: true });
    if (onUsage !== undefined)
      this.#usageTimer = setInterval(() => this.#send(CLIENT_FRAMES.USAGE), usageEvery ?? USAGE_EVERY_MS).unref();
  }

  /** Takes a frame of the launcher's; true when it was the last of this run. Throws a RangeError at what is no such frame. */
  receive({ type, payload }: Frame): boolean {
    switch (type) {
      case LAUNCHER_FRAMES.STARTED:
        this.#started();
        return false;
      case LAUNCHER_FRAMES.OUTPUT:
        this.#output(payload);
        return false;
      case LAUNCHER_FRAMES.INPUT_CREDIT:
        this.#input.grant(payload.readUInt32LE(0));
        return false;
      case LAUNCHER_FRAMES.FILE_DATA:
        this.#files.data(payload);
        this.#grant(STREAMS.files, payload.length);
        return false;
      case LAUNCHER_FRAMES.FILE_END:
        this.#files.end(payload);
        return false;
      case LAUNCHER_FRAMES.USAGE_NOW:
        this.#usage(new Fields(payload));
        return false;
      case LAUNCHER_FRAMES.EVIDENCE:
        this.#finish(new Fields(payload));
        return true;
      case LAUNCHER_FRAMES.REFUSED:
        this.fail(readRefusal(payload));
        return true;
      default:
        throw new RangeError(`a run has no frames of type ${type}`);
    }
  }

  /** Rejects the outcome; what the caller's own code threw comes first. */
  fail(error: unknown): void {
    this.#release();
    this.#settle.reject(this.#callerError === undefined ? error : this.#callerError.error);
  }

  readonly #cancel = (): void => this.#send(CLIENT_FRAMES.CANCEL);

  #grant(stream: number, bytes: number): void {
    this.#send(CLIENT_FRAMES.CREDIT, encodeWords(stream, bytes));
  }

  #tap(stream: 'stdout' | 'stderr'): OutputTap {
    return new OutputTap({
      keepBytes: this.#hooks.keepBytes ?? Number.POSITIVE_INFINITY,
      onChunk: (chunk) => this.#hooks.onOutput?.(stream, chunk),
      grant: (bytes) => this.#grant(STREAMS[stream], bytes),
    });
  }

  /** The caller's own code failed: the run is stopped, and rejects with that once it is gone. */
  readonly #blameCaller = (error: unknown): void => {
    this.#callerError ??= { error };
    this.#cancel();
  };

  #pumpInput(): void {
    this.#input.pump(this.#spec.stdin).catch(this.#blameCaller);
  }

  #started(): void {
    // A stream can be read once only, so it is not touched before the run is certain to begin.
    if (this.#spec.stdin.kind === 'stream') this.#pumpInput();
    this.#guard(() => this.#hooks.onStarted?.(this.#control()));
  }

  #control(): RunControl {
    return {
      signal: (number) => this.#send(CLIENT_FRAMES.SIGNAL, encodeWords(checkedSignal(number))),
      resize: (size) => this.#send(CLIENT_FRAMES.RESIZE, encodeWords(...checkedSize(size))),
    };
  }

  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#blameCaller(error);
    }
  }

  #output(payload: Buffer): void {
    const stream = payload.readUInt32LE(0);
    const tap = stream === STREAMS.stdout ? this.#stdout : this.#stderr;
    const consumed = tap.take(payload.subarray(4)).catch(this.#blameCaller);
    this.#consumers.add(consumed);
    consumed.then(() => this.#consumers.delete(consumed));
  }

  #usage(fields: Fields): void {
    const microseconds = (tag: number) => Math.floor(fields.getNumber(tag) / 1000);
    const usage = {
      cpu: microseconds(EVIDENCE_FIELDS.EV_CPU),
      wall: microseconds(EVIDENCE_FIELDS.EV_WALL),
      memory: fields.getNumber(EVIDENCE_FIELDS.EV_MEMORY_NOW),
    };
    this.#guard(() => this.#hooks.onUsage?.(usage));
  }

  #finish(fields: Fields): void {
    const evidence = readEvidence(fields, this.#spec, this.#host);
    const handle = fields.findBigInt(EVIDENCE_FIELDS.EV_ARTEFACT);
    const artefact: { artefact?: Artefact } = handle === undefined ? {} : { artefact: { handle } };
    this.#release();
    this.#consumersDone().then(() => {
      if (this.#callerError !== undefined) return this.#settle.reject(this.#callerError.error);
      const streams = { stdout: this.#stdout.finish(), stderr: this.#stderr.finish() };
      return this.#settle.resolve({ evidence, ...streams, files: this.#files.files, ...artefact });
    });
  }

  /** Whoever cancels a run does not want to wait for the consumer that held it up. */
  async #consumersDone(): Promise<void> {
    const { signal } = this.#hooks;
    if (this.#consumers.size === 0 || signal?.aborted === true) return;
    const cancelled = new Promise<void>((resolve) => {
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([Promise.all(this.#consumers), cancelled]);
  }

  #release(): void {
    this.#input.stop();
    clearInterval(this.#usageTimer);
    this.#hooks.signal?.removeEventListener('abort', this.#cancel);
  }
}
