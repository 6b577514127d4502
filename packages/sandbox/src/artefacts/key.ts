import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { RunSpec } from '@cupel/domain';

/**
 * Names what a compiler would make of `spec`: its command, environment, limits and files, and the compiler itself as it lies
 * on the disk, so that an upgrade under a running service is noticed. `scope` keeps one tenant's programs from being told,
 * by their timing, to another. Neither a precompiled header counts nor how much of the messages is kept: both leave the
 * program the same.
 */
export function artefactKey(scope: string, { artefact: _, files, ...rest }: RunSpec): string {
  const hash = createHash('sha256').update(JSON.stringify([scope, compilerOf(rest.argv[0]), rest, files.length]));
  for (const { name, content, executable = false } of files) {
    const bytes = content.kind === 'bytes' ? content.bytes : Buffer.from(content.sha256);
    hash.update(JSON.stringify([name, executable, content.kind, bytes.length])).update(bytes);
  }
  return hash.digest('base64');
}

function compilerOf(path: string | undefined): readonly string[] {
  const found = path === undefined ? undefined : statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? [] : [found.ino, found.size, found.mtimeNs].map(String);
}
