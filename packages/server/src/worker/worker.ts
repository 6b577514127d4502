import { randomUUID } from 'node:crypto';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Language } from '@cupel/domain';
import type { Launcher } from '@cupel/sandbox';
import {
  appendEvents,
  type ClaimedJob,
  createReaper,
  type Database,
  HEARTBEAT_SECONDS,
  type Listener,
  queueDepth,
  releaseHeld,
  removeWorker,
  type WorkerReport,
} from '@cupel/store';
import { SUBSCRIPTIONS } from '../platform/jobs/subscriptions.js';
import type { Log } from '../platform/log/log.js';
import type { Config } from '../platform/settings/schema.js';
import { type Abilities, findAbilities, HOST } from './abilities.js';
import { BlobCache } from './blob-cache.js';
import { type PerformContext, performContext } from './context.js';
import { findFullFolder } from './disk.js';
import { watchEventLoop } from './event-loop.js';
import { HeldJob } from './held-job.js';
import { inputOf, recorderOptions } from './input/interactive-run.js';
import { LauncherWatch } from './launcher-watch.js';
import { Leases } from './leases.js';
import { Lines } from './lines.js';
import { createLiveClient, type LiveClient } from './live.js';
import { liveWorker } from './live-worker.js';
import { announceEnd } from './outcome.js';
import { perform } from './perform.js';
import { Recorder } from './recorder.js';
import { reportOf } from './report.js';
import { STALE_MS } from './reserve.js';
import { createResultWriter, type ResultWriter } from './result-writer.js';
import type { RunSlots } from './run-slots.js';
import { settle } from './settle.js';
import { slotRange } from './slots.js';

export interface WorkerOptions {
  readonly config: Config;
  /** Migrated. Whoever opened these closes them, after the worker. */
  readonly database: Database;
  readonly listener: Listener;
  readonly launcher: Launcher;
  readonly languages: readonly Language[];
  /** Where tests of problems are kept on disk: the folder that the launcher was told to read blobs from. */
  readonly blobs: string;
  readonly version: string;
  readonly log: Log;
}

const TICK_MS = 1_000;
/** Results that may wait to be written before no more jobs are taken. */
const UNWRITTEN = 32;
/** Milliseconds that runs are given to end by themselves when the worker stops; then they are handed back. */
const DRAIN_MS = 2_000;
/** Milliseconds that results are given to be written when the worker stops. */
const WRITE_MS = 3_000;

/**
 * Takes jobs that it can run, as many at once as it has slots, runs each in a box, and writes what came of it. What is taken is
 * leased: renewed while it lives, given up when it cannot be renewed, and never written after it was lost.
 */
export class Worker {
  readonly id = `${HOST}-${process.pid}-${randomUUID().slice(0, 8)}`;
  readonly #options: WorkerOptions;
  readonly #abilities: Abilities;
  readonly #watch: LauncherWatch;
  readonly #leases: Leases;
  readonly #context: PerformContext;
  readonly #lines: Lines;
  readonly #stopWriting = new AbortController();
  readonly #writeResult: ResultWriter;
  readonly #ends = new Set<Promise<void>>();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #eventLoop = watchEventLoop();
  #live: LiveClient | undefined;
  #fullFolder: string | undefined;
  #draining = false;
  #ticking = false;

  private constructor(options: WorkerOptions, abilities: Abilities, cache: BlobCache) {
    const { config, database, launcher, log } = options;
    this.#options = options;
    this.#abilities = abilities;
    this.#leases = new Leases(database);
    this.#writeResult = createResultWriter(database);
    this.#watch = new LauncherWatch(
      launcher,
      config.keptPrograms * 1024 ** 2,
      () => this.#draining && this.#handBack(),
      () => this.#lines.wake(),
    );
    const { boxes } = launcher.describe();
    this.#lines = new Lines({
      ...{ database, boxes, workerId: this.id, interactiveSlots: config.interactiveSlots },
      range: slotRange(cpus().length, boxes, config),
      capabilities: () => abilities.capabilities(launcher.describe()),
      mayTake: () => this.#mayLease(),
      held: () => this.#leases.all(),
      hold: (job, claimedAt) => this.#hold(job, claimedAt),
      begin: (held) => this.#start(held),
      onProblem: (error) => log.warn({ problem: messageOf(error) }, 'no jobs taken'),
    });
    this.#context = performContext(options, { abilities, watch: this.#watch, slots: this.#slots, cache });
  }

  get #slots(): RunSlots {
    return this.#lines.common.slots;
  }

  /** Rejects with `database_…`, and what the live channel's token costs. */
  static async start(options: WorkerOptions): Promise<Worker> {
    const worker = new Worker(
      options,
      await findAbilities(options.languages, options.config.labels),
      await BlobCache.open(options.blobs),
    );
    await worker.#open();
    return worker;
  }

  get slots(): number {
    return this.#slots.count;
  }

  /** Takes no more; lets what runs end for a moment, hands back the rest, and signs off. */
  async stop(): Promise<void> {
    const { database, listener, log } = this.#options;
    this.#draining = true;
    const closed = this.#lines.close();
    listener.off('cupel_job', this.#lines.wake);
    listener.off('cupel_cancel', this.#cancelled);
    listener.off('resync', this.#resync);
    await closed;
    // Told to end together with its launcher, it has nothing to wait for.
    if (this.#watch.isUp) await this.#ended(DRAIN_MS);
    this.#handBack();
    await this.#ended(WRITE_MS);
    this.#stopWriting.abort();
    await this.#ended(WRITE_MS);
    for (const timer of this.#timers) clearInterval(timer);
    this.#eventLoop.close();
    this.#live?.close();
    await removeWorker(database, this.id).catch((error: unknown) => log.warn({ problem: messageOf(error) }, 'not signed off'));
  }

  #handBack(): void {
    for (const held of this.#leases.all()) held.stop('stopping');
  }

  async #open(): Promise<void> {
    const { config, database, listener, log } = this.#options;
    await this.#leases.beat(this.#report());
    listener.on('cupel_job', this.#lines.wake);
    listener.on('cupel_cancel', this.#cancelled);
    listener.on('resync', this.#resync);
    const asked = liveWorker(this.id, this.#leases);
    this.#live = await createLiveClient({ ...asked, database, listener, apiUrl: config.apiUrl, host: HOST });
    const reaper = createReaper(database, { subscriptions: SUBSCRIPTIONS });
    const reap = () => reaper.sweep().catch(() => undefined);
    this.#timers.push(
      setInterval(() => void this.#tick(), TICK_MS),
      setInterval(() => void this.#beat(), HEARTBEAT_SECONDS * 1000),
      setInterval(() => {
        this.#leases.fence();
        this.#lines.handBack(STALE_MS);
      }, 200),
      setInterval(() => void reap(), 1_000),
    );
    log.info({ worker: this.id, slots: this.slots, walls: this.#options.launcher.describe().isolation.missing.length }, 'worker');
    await this.#tick();
  }

  /** Where results cannot be written, no more are made. */
  #mayLease(): boolean {
    if (this.#leases.size > 8 * this.#lines.most + UNWRITTEN) return false;
    return !this.#draining && this.#fullFolder === undefined && this.#watch.isUp;
  }

  readonly #cancelled = (submissionId: string): void => this.#leases.find(submissionId)?.stop('lost');

  /** Wake-ups were missed meanwhile, cancellations among them. */
  readonly #resync = (): void => {
    void this.#beat();
    this.#lines.wake();
  };

  #hold(job: ClaimedJob, claimedAt: number): HeldJob {
    const { submissionId, epoch } = job.lease;
    const recorder = new Recorder((event) => this.#live?.publish(submissionId, epoch, event), recorderOptions(job));
    const held = new HeldJob(job, recorder, claimedAt, inputOf(job, recorder));
    this.#leases.add(held);
    if (held.input !== undefined) this.#live?.holds(submissionId, true);
    return held;
  }

  #start(held: HeldJob): void {
    const end = this.#carryOut(held).finally(() => {
      this.#ends.delete(end);
      this.#lines.slotFreed();
    });
    this.#ends.add(end);
  }

  async #carryOut(held: HeldJob): Promise<void> {
    const { database, log } = this.#options;
    const began = performance.now();
    const outcome = await perform(held, this.#context);
    // The slot is free before the result is written, so that the next run does not wait for the disk.
    this.#lines.freed(held, outcome.kind === 'result' ? performance.now() - began : undefined);
    if (outcome.kind === 'result') announceEnd(held.recorder, outcome.result);
    if (outcome.kind === 'failure')
      log.error(
        { submission: held.lease.submissionId, code: outcome.reason.code, problem: outcome.reason.message },
        'run failed',
      );
    const context = { database, writeResult: this.#writeResult, log, signal: this.#stopWriting.signal };
    const settled = await settle(context, held, outcome);
    if (settled === 'lost' && held.stopReason !== 'lost') this.#leases.lost += 1;
    this.#leases.remove(held);
    if (held.input !== undefined) this.#live?.holds(held.lease.submissionId, false);
    // Of a batch that is graded a few at a time the next may begin; where this fails, the API looks every few seconds.
    if (held.job.options.max_concurrent !== undefined)
      await releaseHeld(database, held.lease.submissionId).catch(() => undefined);
  }

  async #beat(): Promise<void> {
    await this.#leases.beat(this.#report()).catch((error: unknown) => {
      this.#options.log.warn({ problem: messageOf(error) }, 'leases not renewed');
    });
  }

  #report(): WorkerReport {
    const state = this.#draining ? 'draining' : this.#fullFolder !== undefined || !this.#watch.isUp ? 'degraded' : 'ready';
    return reportOf({
      ...{
        id: this.id,
        pools: this.#lines.pools,
        version: this.#options.version,
        abilities: this.#abilities,
        slots: this.#slots,
        state,
      },
      sandbox: this.#options.launcher.describe(),
      counters: { launcherRestarts: this.#watch.restarts, leasesLost: this.#leases.lost },
      launcherPools: this.#watch.pools,
      eventLoopDelay: this.#eventLoop.longest(),
    });
  }

  /** About once a second: what NOTIFY did not tell, and what nobody tells. */
  async #tick(): Promise<void> {
    if (this.#ticking) return;
    this.#ticking = true;
    const { config, database } = this.#options;
    try {
      await this.#watch.look();
      this.#fullFolder = await findFullFolder([config.dataDir, '/']);
      const lag = async () => (await queueDepth(database).catch(() => undefined))?.lag ?? 0;
      await this.#slots.adapt(TICK_MS / 1000, lag);
      await this.#storeEvents();
      this.#lines.wake();
    } finally {
      this.#ticking = false;
    }
  }

  /** What long runs have told so far: for readers whom the live channel does not reach. */
  async #storeEvents(): Promise<void> {
    const since = performance.now() - TICK_MS;
    for (const held of this.#leases.all()) {
      const events = held.recorder.unstored();
      const last = events.at(-1)?.seq;
      if (held.ran || last === undefined || held.claimedAt > since) continue;
      await appendEvents(this.#options.database, held.lease, events).then(
        () => held.recorder.stored(last),
        () => undefined,
      );
    }
  }

  async #ended(within: number): Promise<void> {
    const limit = new AbortController();
    await Promise.race([Promise.all(this.#ends), sleep(within, undefined, { signal: limit.signal }).catch(() => undefined)]);
    limit.abort();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
