import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { EXTENSION_FILE } from '../extension.js';
import { PROBLEM_FILE } from '../metadata/read.js';

const MIB = 1024 * 1024;
const KIB = 1024;

/** What one language is given beyond the others; seconds and bytes. */
export interface AllowanceChange {
  readonly timeFactor: number;
  readonly timeExtra: number;
  readonly memoryExtra: number;
}

/** Only what is to be another: seconds and bytes. */
export interface LimitChanges {
  readonly time?: number | undefined;
  readonly memory?: number | undefined;
  readonly output?: number | undefined;
  readonly code?: number | undefined;
  /** All of them, by language id: who is not in it has what everybody has. */
  readonly languages?: Readonly<Record<string, AllowanceChange>> | undefined;
}

/**
 * Writes other limits into a package's own files, where its setter would write them: the package stays all that a version is
 * made of. Comments and order are kept. The folder is one that was unpacked for this; whether the outcome is a package is for
 * `readPackage` to say.
 */
export async function editLimits(folder: string, { time, memory, output, code, languages }: LimitChanges): Promise<void> {
  const limits = Object.entries({
    time_limit: time,
    memory: memory === undefined ? undefined : memory / MIB,
    output: output === undefined ? undefined : output / MIB,
    code: code === undefined ? undefined : code / KIB,
  }).filter(([, value]) => value !== undefined);
  if (limits.length > 0)
    await edit(join(folder, PROBLEM_FILE), (document) => {
      // "limits:" with nothing behind it is a null, into which nothing can be set.
      if (document.get('limits') === null) document.delete('limits');
      for (const [name, value] of limits) document.setIn(['limits', name], value);
    });
  if (languages !== undefined)
    await edit(join(folder, EXTENSION_FILE), (document) => {
      const given = Object.entries(languages).map(([id, allowance]) => [id, written(allowance)] as const);
      if (given.length === 0) document.delete('languages');
      else document.set('languages', document.createNode(Object.fromEntries(given)));
    });
}

function written({ timeFactor, timeExtra, memoryExtra }: AllowanceChange): Readonly<Record<string, number>> {
  return {
    ...(timeFactor !== 1 && { time_factor: timeFactor }),
    ...(timeExtra !== 0 && { time_extra: timeExtra }),
    ...(memoryExtra !== 0 && { memory_extra: memoryExtra / MIB }),
  };
}

async function edit(path: string, change: (document: Document) => void): Promise<void> {
  const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const document: Document = parseDocument(before);
  change(document);
  // A link in a stranger's archive may lead anywhere: it is replaced, never written through.
  await rm(path, { force: true });
  if (document.contents !== null && String(document).trim() !== '{}')
    await writeFile(path, document.toString({ lineWidth: 0 }), { flag: 'wx' });
}
