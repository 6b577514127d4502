import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What stands at one path of an archive. */
export type ArchiveEntry =
  | { readonly kind: 'folder' }
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly executable: boolean }
  | { readonly kind: 'link'; readonly target: string };

const TYPES = { folder: 0o040000, file: 0o100000, link: 0o120000 } as const;

/**
 * A cpio archive in the "newc" format, the one that the kernel unpacks as its first file system. Paths are relative;
 * the folders above them are added. Everything belongs to root.
 */
export function cpioArchive(entries: ReadonlyMap<string, ArchiveEntry>): Buffer {
  const complete = withFolders(entries);
  const records = [...complete].map(([path, entry], index) => record(path, entry, index + 1));
  return Buffer.concat([...records, record('TRAILER!!!', { kind: 'file', bytes: Buffer.alloc(0), executable: false }, 0)]);
}

/** What lies at `hostPath`, a file or a whole folder, as entries below `path`. */
export function entriesFrom(hostPath: string, path: string): [string, ArchiveEntry][] {
  const status = lstatSync(hostPath);
  if (status.isSymbolicLink()) return [[path, { kind: 'link', target: readlinkSync(hostPath) }]];
  if (!status.isDirectory()) {
    return [[path, { kind: 'file', bytes: readFileSync(hostPath), executable: (status.mode & 0o111) !== 0 }]];
  }
  const below = readdirSync(hostPath).flatMap((name) => entriesFrom(join(hostPath, name), `${path}/${name}`));
  return [[path, { kind: 'folder' }], ...below];
}

/** The kernel does not make the folders above a path, and wants them first. */
function withFolders(entries: ReadonlyMap<string, ArchiveEntry>): Map<string, ArchiveEntry> {
  const complete = new Map<string, ArchiveEntry>();
  for (const [path, entry] of entries) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      const above = parts.slice(0, depth).join('/');
      if (!complete.has(above)) complete.set(above, { kind: 'folder' });
    }
    complete.set(path, entry);
  }
  return complete;
}

function record(path: string, entry: ArchiveEntry, inode: number): Buffer {
  const data = content(entry);
  const permissions = entry.kind === 'file' && !entry.executable ? 0o644 : 0o755;
  const mode = TYPES[entry.kind] | permissions;
  const name = Buffer.from(`${path}\0`);
  const numbers = [inode, mode, 0, 0, entry.kind === 'folder' ? 2 : 1, 0, data.length, 0, 0, 0, 0, name.length, 0];
  const header = Buffer.from(`070701${numbers.map((number) => number.toString(16).padStart(8, '0')).join('')}`);
  return Buffer.concat([padded(Buffer.concat([header, name])), padded(data)]);
}

function content(entry: ArchiveEntry): Buffer {
  if (entry.kind === 'folder') return Buffer.alloc(0);
  return Buffer.from(entry.kind === 'file' ? entry.bytes : Buffer.from(entry.target));
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
