import { setTimeout as sleep } from 'node:timers/promises';
import { type Cancellation, type RunControl, type RunHooks, type RunSpec, type Sandbox, SandboxError } from '@cupel/domain';
import { ArtefactCache, type Launcher } from '@cupel/sandbox';

const LOSSES: ReadonlySet<string> = new Set(['died', 'connection_lost', 'timed_out']);
const GIVE_UP_MS = 30_000;
const PROBE_MS = 50;
const SETTLE_MS = 500;

/**
 * Whether the launcher is there. The supervisor starts it again when it dies; until then no job is taken, and a run that
 * had not begun is asked for once more when it is back, for nothing of it has happened yet.
 */
export class LauncherWatch {
  readonly launcher: Launcher;
  /** Absent where nothing is to be kept. */
  readonly #artefacts: ArtefactCache | undefined;
  readonly #onLost: () => void;
  readonly #onBack: () => void;
  #probing: Promise<void> | undefined;
  /** Times that it was found dead. */
  restarts = 0;
  /** What waits booted, as last looked at. */
  pools: { readonly waiting: number; readonly bytes: number; readonly budget: number } | undefined;

  /** `keptBytes` of compiled programs are kept for whoever hands in the same. */
  constructor(launcher: Launcher, keptBytes: number, onLost: () => void, onBack: () => void) {
    this.launcher = launcher;
    this.#artefacts = keptBytes > 0 ? new ArtefactCache({ maxBytes: keptBytes }) : undefined;
    this.#onLost = onLost;
    this.#onBack = onBack;
  }

  get isUp(): boolean {
    return this.#probing === undefined;
  }

  /** `sandbox` with the kept programs of a tenant before it. */
  keeping(sandbox: Sandbox, tenantId: string): Sandbox {
    return this.#artefacts?.view(sandbox, tenantId) ?? sandbox;
  }

  /** Asks whether it lives; a dead one is waited for in the background. */
  async look(): Promise<void> {
    if (!this.isUp) return;
    const state = await this.launcher.status().catch(() => this.lost());
    if (state !== undefined) this.pools = { waiting: state.pooled, bytes: state.poolBytes, budget: state.poolBudget };
  }

  /** Resolves when it is there again. */
  lost(): Promise<void> {
    this.#probing ??= this.#probe();
    return this.#probing;
  }

  async #probe(): Promise<void> {
    this.restarts += 1;
    this.#artefacts?.clear();
    this.#onLost();
    for (;;) {
      const up = await this.launcher.status().then(
        () => true,
        (error: unknown) => isClosed(error),
      );
      if (up) break;
      await sleep(PROBE_MS);
    }
    this.#probing = undefined;
    this.#onBack();
  }
}

/** The launcher as one job sees it. */
export interface JobSandbox {
  readonly sandbox: Sandbox;
  /** Whether the launcher died while it ran something of this job. */
  hasCrashed(): boolean;
}

export function createJobSandbox(watch: LauncherWatch, tenantId: string): JobSandbox {
  const { launcher } = watch;
  let crashed = false;
  const run = async (spec: RunSpec, hooks: RunHooks = {}) => {
    for (let tries = 1; ; tries += 1) {
      let started = false;
      const onStarted = (control: RunControl) => {
        started = true;
        hooks.onStarted?.(control);
      };
      try {
        return await launcher.run(spec, { ...hooks, onStarted });
      } catch (error) {
        if (!isLoss(error)) throw error;
        const back = watch.lost();
        if (started || tries > 1) {
          crashed = true;
          await hasSettled(hooks.signal);
          throw error;
        }
        if (!(await isBackInTime(back, hooks.signal))) throw error;
      }
    }
  };
  const runGroup: Sandbox['runGroup'] = (specs, hooks) =>
    launcher.runGroup(specs, hooks).catch(async (error: unknown) => {
      if (isLoss(error)) {
        crashed = true;
        void watch.lost();
        await hasSettled(hooks?.[0]?.signal);
      }
      throw error;
    });
  const sandbox: Sandbox = {
    run,
    runGroup,
    release: (artefact) => launcher.release(artefact),
    describe: () => launcher.describe(),
  };
  return { sandbox: watch.keeping(sandbox, tenantId), hasCrashed: () => crashed };
}

/**
 * Where all of the service ends at once, the launcher may be gone before the worker has heard of it. A moment later it has,
 * and hands the run back (which aborts it): nothing has crashed then.
 */
async function hasSettled(signal: Cancellation | undefined): Promise<void> {
  if (signal?.aborted !== true) await isBackInTime(new Promise<void>(() => undefined), signal, SETTLE_MS);
}

async function isBackInTime(back: Promise<void>, signal: Cancellation | undefined, within = GIVE_UP_MS): Promise<boolean> {
  const waiting = new AbortController();
  const stop = () => waiting.abort();
  signal?.addEventListener('abort', stop, { once: true });
  const limit = sleep(within, false, { signal: waiting.signal }).catch(() => false);
  const inTime = await Promise.race([back.then(() => true), limit]);
  signal?.removeEventListener('abort', stop);
  waiting.abort();
  return inTime && signal?.aborted !== true;
}

function isLoss(error: unknown): boolean {
  return error instanceof SandboxError && LOSSES.has(error.failure.kind);
}

/** Nobody waits for a launcher that this worker itself has closed. */
function isClosed(error: unknown): boolean {
  return error instanceof SandboxError && error.failure.kind === 'not_started';
}
