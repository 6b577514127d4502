import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CupelError } from '@cupel/domain';
import { type Connection, readBlob, readSmallBlobs } from '@cupel/store';

/** Bytes that the cache may hold besides what is in use at the moment. */
const MOST_BYTES = 4 * 1024 * 1024 * 1024;
const NAME = /^[0-9a-f]{64}$/;

interface Entry {
  size: number;
  /** Judgings that need it now; what is needed is never thrown away. */
  pins: number;
  /** Of the last use, for whom is thrown out first. */
  used: number;
}

/**
 * Tests and programs of problems on the worker's disk, each under its SHA-256, whole or not at all: the launcher reads tests from
 * this folder by name. What comes is hashed before it is given its name, so neither a broken connection nor a row that was
 * changed in the database can lie under a false one. Bounded; what was not used for longest goes first.
 */
export class BlobCache {
  readonly folder: string;
  readonly #most: number;
  readonly #entries = new Map<string, Entry>();
  readonly #underWay = new Map<string, Promise<void>>();
  #bytes = 0;
  #clock = 0;

  private constructor(folder: string, most: number) {
    this.folder = folder;
    this.#most = most;
  }

  /** Takes over what an earlier worker left in the folder, which is made where it is absent. */
  static async open(folder: string, most = MOST_BYTES): Promise<BlobCache> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const cache = new BlobCache(folder, most);
    const found = await Promise.all((await readdir(folder)).map((name) => cache.#takeOver(name)));
    for (const { name, size } of found.flat().sort((one, other) => one.at - other.at)) cache.#add(name, size);
    await cache.#shrink();
    return cache;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Fetches what is missing and holds all of it until `release` is called with the same hashes. Throws `blob_not_found`. */
  async hold(connection: Connection, tenantId: string, hashes: readonly string[]): Promise<void> {
    for (const sha256 of hashes) this.#pin(sha256, 1);
    try {
      await this.#fetchMissing(connection, tenantId, hashes);
    } catch (error) {
      this.release(hashes);
      throw error;
    }
    await this.#shrink();
  }

  /** Takes files that are called by their hashes out of another folder, and holds them as `hold` does. Throws `blob_mismatch`. */
  async adopt(folder: string): Promise<readonly string[]> {
    const names = await readdir(folder);
    for (const sha256 of names) this.#pin(sha256, 1);
    try {
      for (const sha256 of names) {
        if (!this.#has(sha256)) await this.#during([sha256], this.#write(sha256, createReadStream(join(folder, sha256))));
      }
    } catch (error) {
      this.release(names);
      throw error;
    }
    await this.#shrink();
    return names;
  }

  release(hashes: readonly string[]): void {
    for (const sha256 of hashes) this.#pin(sha256, -1);
  }

  /** The bytes of one that is held. They are hashed again: a disk may lie, and a wrong answer would be somebody's WA. */
  async read(sha256: string): Promise<Buffer> {
    const bytes = await readFile(join(this.folder, sha256));
    if (hashOf(bytes) === sha256) return bytes;
    await rm(join(this.folder, sha256), { force: true });
    this.#forget(sha256);
    throw new CupelError('blob_mismatch', { actual: hashOf(bytes), sha256 });
  }

  async #takeOver(name: string): Promise<readonly { name: string; size: number; at: number }[]> {
    const path = join(this.folder, name);
    const { size, mtimeMs } = await stat(path);
    if (NAME.test(name)) return [{ name, size, at: mtimeMs }];
    await rm(path, { force: true });
    return [];
  }

  #pin(sha256: string, by: 1 | -1): void {
    const entry = this.#entries.get(sha256) ?? { size: -1, pins: 0, used: 0 };
    entry.pins += by;
    entry.used = ++this.#clock;
    if (entry.size < 0 && entry.pins <= 0) this.#entries.delete(sha256);
    else this.#entries.set(sha256, entry);
  }

  #has(sha256: string): boolean {
    return (this.#entries.get(sha256)?.size ?? -1) >= 0;
  }

  #add(sha256: string, size: number): void {
    const entry = this.#entries.get(sha256) ?? { size: -1, pins: 0, used: ++this.#clock };
    if (entry.size < 0) this.#bytes += size;
    this.#entries.set(sha256, Object.assign(entry, { size }));
  }

  #forget(sha256: string): void {
    const entry = this.#entries.get(sha256);
    if (entry === undefined || entry.size < 0) return;
    this.#bytes -= entry.size;
    if (entry.pins > 0) entry.size = -1;
    else this.#entries.delete(sha256);
  }

  async #fetchMissing(connection: Connection, tenantId: string, hashes: readonly string[]): Promise<void> {
    for (;;) {
      const missing = [...new Set(hashes)].filter((sha256) => !this.#has(sha256));
      if (missing.length === 0) return;
      const own = missing.filter((sha256) => !this.#underWay.has(sha256));
      // Two submissions of one problem begin at once as a rule: the second waits for what the first fetches.
      const others = missing.flatMap((sha256) => this.#underWay.get(sha256) ?? []);
      await Promise.all([this.#during(own, this.#fetch(connection, tenantId, own)), ...others]);
    }
  }

  /** Whoever wants one of these waits until what is being done with it is done, and then looks again. */
  async #during(hashes: readonly string[], work: Promise<unknown>): Promise<void> {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    for (const sha256 of hashes) this.#underWay.set(sha256, settled);
    try {
      await work;
    } finally {
      for (const sha256 of hashes) this.#underWay.delete(sha256);
    }
  }

  async #fetch(connection: Connection, tenantId: string, hashes: readonly string[]): Promise<void> {
    for (let from = 0; from < hashes.length; from += 100) {
      const part = hashes.slice(from, from + 100);
      const small = await readSmallBlobs(connection, tenantId, part);
      for (const sha256 of part) {
        const bytes = small.get(sha256);
        await this.#write(sha256, bytes === undefined ? readBlob(connection, tenantId, sha256) : [bytes]);
      }
    }
  }

  async #write(sha256: string, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
    const unfinished = join(this.folder, `.${randomUUID()}`);
    try {
      const hash = createHash('sha256');
      let size = 0;
      const file = await open(unfinished, 'wx', 0o600);
      try {
        for await (const chunk of chunks) {
          hash.update(chunk);
          size += chunk.length;
          await file.write(chunk);
        }
      } finally {
        await file.close();
      }
      const actual = hash.digest('hex');
      if (actual !== sha256) throw new CupelError('blob_mismatch', { actual, sha256 });
      await rename(unfinished, join(this.folder, sha256));
      this.#add(sha256, size);
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  async #shrink(): Promise<void> {
    if (this.#bytes <= this.#most) return;
    const idle = [...this.#entries].filter(([, { pins, size }]) => pins === 0 && size >= 0);
    for (const [sha256] of idle.sort(([, one], [, other]) => one.used - other.used)) {
      if (this.#bytes <= this.#most) return;
      this.#forget(sha256);
      await this.#during([sha256], rm(join(this.folder, sha256), { force: true }));
    }
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
