import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CupelError, size } from '@cupel/domain';
import { packageRoot, unpackArchive } from '@cupel/problems';

export interface Unpacked extends AsyncDisposable {
  /** The zip as it came. */
  readonly archive: string;
  /** The package in it. */
  readonly folder: string;
  /** For files of it that are too large to be held in memory. */
  readonly blobs: string;
}

/**
 * Writes a zip to disk and unpacks it there, both counted as they come: neither the header of a request nor those in the archive
 * are believed. Throws `body_too_large`, `archive_refused`, `archive_too_large`.
 */
export async function unpackPackage(
  zip: Readable,
  name: string,
  limits: { readonly bytes: number; readonly entries: number },
): Promise<Unpacked> {
  const place = await mkdtemp(join(tmpdir(), 'cupel-package-'));
  const gone = () => rm(place, { recursive: true, force: true });
  try {
    const archive = join(place, 'package.zip');
    await pipeline(zip, counting(limits.bytes), createWriteStream(archive, { flags: 'wx', mode: 0o600 }));
    const folder = join(place, 'package', name);
    await unpackArchive(archive, folder, limits);
    const blobs = join(place, 'blobs');
    await mkdir(blobs);
    return { archive, folder: await packageRoot(folder), blobs, [Symbol.asyncDispose]: gone };
  } catch (error) {
    await gone();
    throw error;
  }
}

function counting(most: number): Transform {
  let total = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      total += chunk.length;
      if (total > most) done(new CupelError('body_too_large', { limit: size(most) }));
      else done(null, chunk);
    },
  });
}
