import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Content } from '@cupel/domain';
import type { PackageTree } from './source/tree.js';

/** What is larger is a blob: it is never held in memory, and the launcher reads it from the folder by its sha256. */
const BLOB_BYTES = 1024 * 1024;

/** The content of a file: its bytes where it is small, else a blob in this folder. */
export async function contentOf(tree: PackageTree, path: string, blobs: string | undefined): Promise<Content> {
  const size = tree.findFile(path)?.size ?? 0;
  const file = tree.locate(path);
  if (size <= BLOB_BYTES || blobs === undefined) return { kind: 'bytes', bytes: await readFile(file) };
  return { kind: 'blob', sha256: await putBlob(file, blobs) };
}

/** Copies a file into the folder under its sha256, whole or not at all. */
async function putBlob(file: string, blobs: string): Promise<string> {
  await mkdir(blobs, { recursive: true });
  const unfinished = join(blobs, `.${randomUUID()}`);
  try {
    // The copy is hashed, not the original: what somebody changes meanwhile cannot lie under a false name.
    await copyFile(file, unfinished);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(unfinished)) hash.update(chunk as Buffer);
    const sha256 = hash.digest('hex');
    await rename(unfinished, join(blobs, sha256));
    return sha256;
  } finally {
    await rm(unfinished, { force: true });
  }
}
