import type { Artefact, RunHooks, RunOutcome, RunSpec, Sandbox } from '@cupel/domain';
import { artefactKey } from './key.js';
import { SharedRun } from './shared-run.js';

export interface ArtefactCacheOptions {
  /** Of all kept programs together, in memory. What is in use counts too, but is never dropped. */
  readonly maxBytes: number;
}

/** A kept program costs at least this much: the launcher's mount and our notes. */
const LEAST_BYTES = 64 * 1024;
/** Messages of compilers that refused are small, but not to be kept without end either. */
const MOST_ENTRIES = 4096;
/** Precompiled headers are made of the toolchain's own files: no tenant's. */
const SHARED = '';

interface Entry {
  readonly key: string;
  readonly outcome: RunOutcome;
  readonly bytes: number;
  readonly drop: () => void;
  users: number;
  dropped: boolean;
}

/**
 * What compilers made, kept for whoever hands in the same again. Only this side writes it, after a compiler ended by itself;
 * boxes see it read-only. It lies in the launcher's memory and is forgotten with it (`clear`). Two who ask for the same at
 * once wait for one compiler. Least recently used goes first.
 */
export class ArtefactCache {
  readonly #maxBytes: number;
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry>();
  readonly #lent = new Map<bigint, Entry>();
  readonly #under = new Map<string, SharedRun>();
  #bytes = 0;

  constructor({ maxBytes }: ArtefactCacheOptions) {
    this.#maxBytes = maxBytes;
  }

  /** `sandbox` with this cache before it, for the programs of one tenant. */
  view(sandbox: Sandbox, tenant: string): Sandbox {
    return {
      describe: () => sandbox.describe(),
      runGroup: (specs, hooks) => sandbox.runGroup(specs, hooks),
      run: (spec, hooks = {}) =>
        isCompiling(spec, hooks) ? this.#compiled(sandbox, tenant, spec, hooks) : sandbox.run(spec, hooks),
      release: (artefact) => this.#release(sandbox, artefact),
      precompiled: (spec) => this.#precompiled(sandbox, spec),
    };
  }

  /** Of all that is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Forgets everything: the launcher that held it is gone. */
  clear(): void {
    for (const entry of this.#entries.values()) entry.dropped = true;
    this.#entries.clear();
    this.#lent.clear();
    this.#bytes = 0;
  }

  /** Resolves when no compiler is at work any more. */
  async settled(): Promise<void> {
    await Promise.all([...this.#under.values()].map((run) => run.wait(undefined)));
  }

  async #compiled(sandbox: Sandbox, scope: string, spec: RunSpec, hooks: RunHooks): Promise<RunOutcome> {
    const key = artefactKey(scope, spec);
    const kept = this.#take(key);
    if (kept !== undefined) return { ...kept, reused: true };
    const shared = this.#under.get(key);
    if (shared !== undefined) {
      await shared.wait(hooks.signal);
      const made = this.#take(key);
      return made === undefined ? sandbox.run(spec, hooks) : { ...made, reused: true };
    }
    return this.#compile(sandbox, key, spec, hooks);
  }

  async #compile(sandbox: Sandbox, key: string, spec: RunSpec, hooks: RunHooks): Promise<RunOutcome> {
    const run = new SharedRun();
    this.#under.set(key, run);
    try {
      const outcome = await run.start((signal) => sandbox.run(spec, { ...hooks, signal }), hooks.signal);
      if (isWorthKeeping(outcome)) this.#keep(sandbox, key, outcome);
      return outcome;
    } finally {
      this.#under.delete(key);
      run.end();
    }
  }

  /** Undefined until it is there: nobody waits for it, and the first who wants it starts the making of it. */
  #precompiled(sandbox: Sandbox, spec: RunSpec): Artefact | undefined {
    const key = artefactKey(SHARED, spec);
    const kept = this.#take(key);
    if (kept !== undefined) return kept.artefact;
    if (!this.#under.has(key)) {
      const made = this.#compile(sandbox, key, spec, {});
      // A launcher that dies, or a header that cannot be made, costs its speed and nothing else.
      made.then(({ artefact }) => artefact && this.#release(sandbox, artefact)).catch(() => undefined);
    }
    return undefined;
  }

  #take(key: string): RunOutcome | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (entry.outcome.artefact !== undefined) entry.users += 1;
    return entry.outcome;
  }

  /** The first user is whoever made it. */
  #keep(sandbox: Sandbox, key: string, outcome: RunOutcome): void {
    const { artefact, evidence } = outcome;
    const drop = () => artefact && sandbox.release(artefact);
    const bytes = LEAST_BYTES + (artefact === undefined ? outcome.stdout.length : evidence.files.bytes);
    const entry: Entry = { key, outcome, bytes, drop, users: artefact === undefined ? 0 : 1, dropped: false };
    if (artefact !== undefined) this.#lent.set(artefact.handle, entry);
    this.#entries.set(key, entry);
    this.#bytes += bytes;
    this.#shrink();
  }

  #shrink(): void {
    for (const entry of this.#entries.values()) {
      if (this.#bytes <= this.#maxBytes && this.#entries.size <= MOST_ENTRIES) return;
      if (entry.users > 0) continue;
      this.#entries.delete(entry.key);
      this.#forget(entry);
    }
  }

  #forget(entry: Entry): void {
    entry.dropped = true;
    this.#bytes -= entry.bytes;
    const { artefact } = entry.outcome;
    if (artefact !== undefined) this.#lent.delete(artefact.handle);
    entry.drop();
  }

  #release(sandbox: Sandbox, artefact: Artefact): void {
    const entry = this.#lent.get(artefact.handle);
    if (entry === undefined) {
      sandbox.release(artefact);
    } else {
      entry.users -= 1;
      this.#shrink();
    }
  }
}

function isCompiling(spec: RunSpec, { onOutput, onUsage }: RunHooks): boolean {
  return spec.keep && spec.stdin.kind === 'null' && onOutput === undefined && onUsage === undefined;
}

/** What the compiler decided by itself, and would decide again: not what a limit or the host did to it. */
function isWorthKeeping({ evidence, artefact }: RunOutcome): boolean {
  const { firstCause, exit, memory, pids, files } = evidence;
  if (firstCause !== 'ended' || exit?.kind !== 'code') return false;
  if (exit.code === 0) return artefact !== undefined;
  return memory.oomKills === 0 && pids.refused === 0 && files.refused === 'none';
}
