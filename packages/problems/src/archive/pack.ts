import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { PackageTree } from '../source/tree.js';

/** The first day that a zip can name: the same package gives the same bytes, whenever it is packed. */
const NO_TIME = new Date(Date.UTC(1980, 0, 1));

/** Packs a package as `<name>/…` into a zip. Links become what they lead to. */
export async function packArchive(tree: PackageTree, name: string, file: string): Promise<void> {
  const zip = new ZipFile();
  for (const { path, executable } of tree.files) {
    zip.addFile(tree.locate(path), `${name}/${path}`, { mtime: NO_TIME, mode: executable ? 0o100755 : 0o100644 });
  }
  zip.end();
  const unfinished = `${file}.unfinished`;
  try {
    await pipeline(zip.outputStream, createWriteStream(unfinished));
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}
