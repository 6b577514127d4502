import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CupelError } from '@cupel/domain';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { PACKAGE_LIMITS, type PackageLimits } from '../source/limits.js';
import { checkEntries, type NamedEntry, Refusals } from './entries.js';

/** Below this, a good ratio is only a small file. */
const RATIO_COUNTS_FROM = 1024 * 1024;

/**
 * Unpacks a zip into a folder that must not exist yet; all of it, or nothing. Bytes are counted as they come: the sizes in
 * the archive are its sender's word. Throws `archive_refused`, `archive_too_large` or `folder_not_empty`.
 */
export async function unpackArchive(file: string, folder: string, given: Partial<PackageLimits> = {}): Promise<void> {
  const limits = { ...PACKAGE_LIMITS, ...given };
  const refusals = new Refusals(basename(file));
  if (await exists(folder)) throw new CupelError('folder_not_empty', { name: folder });
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(join(dirname(folder), '.unpacking-'));
  try {
    await unpackInto(file, unfinished, limits, refusals);
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function unpackInto(file: string, folder: string, limits: PackageLimits, refusals: Refusals): Promise<void> {
  const { size } = await stat(file);
  const zip = await openPromise(file, {
    autoClose: false,
    decodeStrings: true,
    strictFileNames: true,
    validateEntrySizes: true,
  }).catch((error: Error) => refusals.refuse(error.message));
  try {
    const entries = checkEntries(await listEntries(zip, limits, refusals), limits, refusals);
    refuseOverlaps(entries, refusals);
    const counter = new Counter(size, limits, refusals);
    for (const entry of entries) await unpackEntry(zip, entry, folder, counter, refusals);
  } finally {
    zip.close();
  }
}

async function listEntries(zip: ZipFile, limits: PackageLimits, refusals: Refusals): Promise<readonly Entry[]> {
  // The count in the header is what the sender says; the entries are counted as well.
  if (zip.entryCount > limits.entries) refusals.tooLarge(`it has ${zip.entryCount} entries, more than ${limits.entries}`);
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      entries.push(entry as Entry);
      if (entries.length > limits.entries) refusals.tooLarge(`it has more than ${limits.entries} entries`);
    }
  } catch (error) {
    if (error instanceof CupelError) throw error;
    refusals.refuse(error instanceof Error ? error.message : String(error));
  }
  return entries;
}

/** Entries that share packed bytes make a small archive large (the overlapping bomb). */
function refuseOverlaps(entries: readonly NamedEntry[], refusals: Refusals): void {
  const sorted = [...entries].sort((a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader);
  sorted.reduce((end, { entry, path }) => {
    if (entry.relativeOffsetOfLocalHeader < end) refusals.refuse(`"${path}" overlaps another entry`);
    return entry.relativeOffsetOfLocalHeader + entry.compressedSize;
  }, 0);
}

/** Counts what comes out, in all and of one entry. */
class Counter {
  readonly #packed: number;
  readonly #limits: PackageLimits;
  readonly #refusals: Refusals;
  #total = 0;

  constructor(packed: number, limits: PackageLimits, refusals: Refusals) {
    this.#packed = packed;
    this.#limits = limits;
    this.#refusals = refusals;
  }

  stream({ entry, path }: NamedEntry): Transform {
    let own = 0;
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        own += chunk.length;
        this.#total += chunk.length;
        try {
          this.#check(own, entry.compressedSize, path);
          done(null, chunk);
        } catch (error) {
          done(error as Error);
        }
      },
    });
  }

  #check(own: number, packed: number, path: string): void {
    const { bytes, ratio } = this.#limits;
    if (this.#total > bytes) this.#refusals.tooLarge(`it unpacks to more than ${bytes} bytes`);
    if (own > RATIO_COUNTS_FROM && own > ratio * Math.max(packed, 1))
      this.#refusals.tooLarge(`"${path}" unpacks to more than ${ratio} times its size`);
    if (this.#total > RATIO_COUNTS_FROM && this.#total > ratio * this.#packed)
      this.#refusals.tooLarge(`it unpacks to more than ${ratio} times its size`);
  }
}

async function unpackEntry(zip: ZipFile, named: NamedEntry, folder: string, counter: Counter, refusals: Refusals): Promise<void> {
  const target = join(folder, named.path);
  await mkdir(dirname(target), { recursive: true });
  try {
    const source = await zip.openReadStreamPromise(named.entry);
    // `wx`: the folder is ours alone and nothing in it is a link, but a file is still made, never opened.
    const mode = named.executable ? 0o755 : 0o644;
    await pipeline(source, counter.stream(named), createWriteStream(target, { flags: 'wx', mode }));
  } catch (error) {
    if (error instanceof CupelError) throw error;
    refusals.refuse(`"${named.path}": ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The package in what was unpacked: the folder itself, or the only folder in it. */
export async function packageRoot(folder: string): Promise<string> {
  const names = await readdir(folder);
  if (names.includes('problem.yaml') || names.length !== 1 || names[0] === undefined) return folder;
  const only = join(folder, names[0]);
  return (await stat(only)).isDirectory() ? only : folder;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
