import { CupelError, type Problem, testsOf } from '@cupel/domain';
import { type JudgeEnvironment, type PreparedProblem, prepareProblem, releaseProblem } from '@cupel/judge';
import { type Connection, getVersion, type ProblemVersion } from '@cupel/store';
import { bytesOfPlan, hashOf, readPlan } from '../platform/judging/plan.js';
import type { BlobCache } from './blob-cache.js';

/** Problems whose programs are kept compiled; their artefacts hold the launcher's memory. */
const MOST_PREPARED = 8;

interface Shelved {
  readonly version: ProblemVersion;
  readonly prepared: Promise<PreparedProblem>;
  /** Of the launcher: what an earlier one compiled is gone with it. */
  readonly launcher: number;
  readonly hashes: readonly string[];
  users: number;
  used: number;
  /** Not to be given out any more; released by whoever uses it last. */
  stale: boolean;
}

export interface HeldProblem {
  readonly version: ProblemVersion;
  readonly prepared: PreparedProblem;
  release(): void;
}

/**
 * Versions of problems as this worker judges by them: their bytes on disk, their checkers compiled once for all submissions.
 * A version never changes, so what is here is right for as long as the launcher lives that compiled it.
 */
export class JudgeProblems {
  readonly #cache: BlobCache;
  readonly #connection: Connection;
  /** How often the launcher was found dead so far. */
  readonly #launcher: () => number;
  readonly #shelf = new Map<string, Shelved>();
  #clock = 0;

  constructor(cache: BlobCache, connection: Connection, launcher: () => number) {
    this.#cache = cache;
    this.#connection = connection;
    this.#launcher = launcher;
  }

  get cache(): BlobCache {
    return this.#cache;
  }

  /** Rejects with what keeps the version from being fetched or its programs from being started; a broken checker is a fault in it. */
  async hold(environment: JudgeEnvironment, tenantId: string, versionId: string): Promise<HeldProblem> {
    const shelved = this.#find(versionId) ?? (await this.#shelve(environment, tenantId, versionId));
    shelved.users += 1;
    shelved.used = ++this.#clock;
    const release = () => {
      shelved.users -= 1;
      this.#clear(environment);
    };
    try {
      const prepared = await shelved.prepared;
      // What did not compile may have met a host in trouble: the next submission tries again.
      if (prepared.faults.length > 0) shelved.stale = true;
      return { version: shelved.version, prepared, release };
    } catch (error) {
      shelved.stale = true;
      release();
      throw error;
    }
  }

  /** A version to be looked at, with nothing of it compiled. */
  async look(tenantId: string, versionId: string): Promise<{ readonly problem: Problem; release(): void }> {
    const version = await getVersion(this.#connection, tenantId, versionId);
    const { problem, hashes } = await this.#fetch(tenantId, version.hash);
    return { problem, release: () => this.#cache.release(hashes) };
  }

  #find(versionId: string): Shelved | undefined {
    const shelved = this.#shelf.get(versionId);
    if (shelved !== undefined && shelved.launcher !== this.#launcher()) shelved.stale = true;
    return shelved?.stale === false ? shelved : undefined;
  }

  async #shelve(environment: JudgeEnvironment, tenantId: string, versionId: string): Promise<Shelved> {
    const version = await getVersion(this.#connection, tenantId, versionId);
    const { problem, hashes } = await this.#fetch(tenantId, version.hash);
    // Somebody else may have put it there while it was fetched.
    const other = this.#find(versionId);
    if (other !== undefined) {
      this.#cache.release(hashes);
      return other;
    }
    const prepared = prepareProblem(environment, problem);
    prepared.catch(() => undefined);
    const launcher = this.#launcher();
    const shelved: Shelved = { version, prepared, launcher, hashes, users: 0, used: ++this.#clock, stale: false };
    const before = this.#shelf.get(versionId);
    if (before !== undefined) this.#shelf.set(`${versionId} ${before.used}`, before);
    this.#shelf.set(versionId, shelved);
    return shelved;
  }

  async #fetch(tenantId: string, plan: string): Promise<{ readonly problem: Problem; readonly hashes: string[] }> {
    await this.#cache.hold(this.#connection, tenantId, [plan]);
    const text = await this.#cache.read(plan).then(String);
    const programs = bytesOfPlan(text);
    const unread = readPlan(text, () => new Uint8Array()).problem;
    const tests = testsOf(unread.tests).flatMap(({ input, answer, files }) => [
      input,
      answer,
      ...files.map(({ content }) => content),
    ]);
    const rest = [...new Set([...programs, ...tests.map(hashOf)])];
    await this.#cache.hold(this.#connection, tenantId, rest).catch((error: unknown) => {
      this.#cache.release([plan]);
      throw error;
    });
    const bytes = new Map(await Promise.all(programs.map(async (sha256) => [sha256, await this.#cache.read(sha256)] as const)));
    const { problem } = readPlan(text, (sha256) => {
      const found = bytes.get(sha256);
      if (found === undefined) throw new CupelError('blob_not_found', { sha256 });
      return found;
    });
    return { problem, hashes: [plan, ...rest] };
  }

  /** Puts away what is stale or too many, and nobody uses. */
  #clear(environment: JudgeEnvironment): void {
    const idle = [...this.#shelf].filter(([, { users }]) => users === 0).sort(([, one], [, other]) => one.used - other.used);
    for (const [key, shelved] of idle) {
      if (!shelved.stale && this.#shelf.size <= MOST_PREPARED) continue;
      this.#shelf.delete(key);
      this.#cache.release(shelved.hashes);
      // A launcher that was started since has handles of its own under the same numbers.
      if (shelved.launcher !== this.#launcher()) continue;
      void shelved.prepared.then(
        (prepared) => releaseProblem(environment, prepared),
        () => undefined,
      );
    }
  }
}
