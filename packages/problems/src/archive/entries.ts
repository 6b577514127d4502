import { CupelError } from '@cupel/domain';
import type { Entry } from 'yauzl';
import type { PackageLimits } from '../source/limits.js';

/** The file's type in the upper half of a Unix mode. */
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const EXECUTABLE = 0o100;
const UNIX = 3;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
const MOST_NAME_BYTES = 255;

export interface NamedEntry {
  readonly entry: Entry;
  readonly path: string;
  readonly executable: boolean;
}

/** Names what is wrong with an archive, for its sender. */
export class Refusals {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  refuse(problem: string): never {
    throw new CupelError('archive_refused', { name: this.#name, problem }, { field: 'archive' });
  }

  tooLarge(problem: string): never {
    throw new CupelError('archive_too_large', { name: this.#name, problem }, { field: 'archive' });
  }
}

/** The entries that are files, after all that can be said of an archive by its names. Folders come with their files. */
export function checkEntries(entries: readonly Entry[], limits: PackageLimits, refusals: Refusals): readonly NamedEntry[] {
  const seen = new Map<string, string>();
  const named: NamedEntry[] = [];
  for (const entry of entries) {
    const path = checkName(entry, limits, refusals);
    const isFolder = checkType(entry, refusals);
    if (path === undefined) continue;
    const other = seen.get(path.toLowerCase());
    if (other !== undefined)
      refusals.refuse(other === path ? `"${path}" is in it twice` : `"${other}" and "${path}" differ only in case`);
    seen.set(path.toLowerCase(), path);
    if (!isFolder) named.push({ entry, path, executable: (modeOf(entry) & EXECUTABLE) !== 0 });
  }
  refuseFilesAsFolders(named, refusals);
  return named;
}

/** Undefined for folders and for what some systems put beside every file. */
function checkName(
  { fileNameRaw, fileName }: Entry & { fileNameRaw: Buffer },
  limits: PackageLimits,
  refusals: Refusals,
): string | undefined {
  const shown = JSON.stringify(fileName).slice(1, 81);
  if (fileNameRaw.length > MOST_NAME_BYTES) refusals.refuse(`the name ${shown} is longer than ${MOST_NAME_BYTES} bytes`);
  if (fileName.includes('\\')) refusals.refuse(`the name "${shown}" holds a backslash`);
  if (fileName.startsWith('/') || /^[A-Za-z]:/.test(fileName)) refusals.refuse(`the name "${shown}" is absolute`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(fileName))
    refusals.refuse(`a name holds control characters: "${shown}"`);
  const parts = fileName.replace(/\/$/, '').split('/');
  if (parts.some((part) => part === '..' || part === '.' || part === '')) refusals.refuse(`the name "${shown}" leads elsewhere`);
  if (parts.length > limits.depth + 1) refusals.refuse(`"${shown}" is more than ${limits.depth} folders deep`);
  return fileName.endsWith('/') || parts[0] === '__MACOSX' ? undefined : fileName;
}

/** Only files and folders, packed in ways that can be counted. */
function checkType(entry: Entry, refusals: Refusals): boolean {
  const type = modeOf(entry) & TYPE_MASK;
  if (type !== 0 && type !== REGULAR && type !== FOLDER) refusals.refuse(`"${entry.fileName}" is a link or a device`);
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) refusals.refuse(`"${entry.fileName}" is encrypted`);
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    refusals.refuse(`"${entry.fileName}" is packed by method ${entry.compressionMethod}`);
  return type === FOLDER || entry.fileName.endsWith('/');
}

function modeOf({ versionMadeBy, externalFileAttributes }: Entry): number {
  return versionMadeBy >> 8 === UNIX ? externalFileAttributes >>> 16 : 0;
}

function refuseFilesAsFolders(named: readonly NamedEntry[], refusals: Refusals): void {
  const files = new Set(named.map(({ path }) => path.toLowerCase()));
  for (const { path } of named) {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (files.has(path.slice(0, slash).toLowerCase())) refusals.refuse(`"${path.slice(0, slash)}" is a file and a folder`);
    }
  }
}
