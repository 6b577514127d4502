import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CupelError } from '@cupel/domain';
import { type Issue, Issues } from '../issues.js';
import { convertCms } from './cms.js';
import { type Converted, type ConverterInput, packageName } from './converted.js';
import { convertDmoj } from './dmoj.js';
import { convertFolder } from './folder.js';
import { convertPolygon } from './polygon.js';

const CONVERTERS = {
  folder: convertFolder,
  dmoj: convertDmoj,
  polygon: convertPolygon,
  cms: convertCms,
} as const satisfies Record<string, (input: ConverterInput) => Promise<Converted>>;
export type ForeignFormat = keyof typeof CONVERTERS;
export const FOREIGN_FORMATS = Object.keys(CONVERTERS) as readonly ForeignFormat[];

export interface Imported {
  readonly format: ForeignFormat;
  /** What was not carried over, and what was wrong with the original. */
  readonly issues: readonly Issue[];
  readonly files: number;
}

/** The format of a folder by the files that give it away. */
export async function formatOf(folder: string): Promise<ForeignFormat | 'package'> {
  const names = await readdir(folder);
  if (names.includes('problem.yaml')) return 'package';
  if (names.includes('problem.xml')) return 'polygon';
  if (names.includes('init.yml')) return 'dmoj';
  return names.includes('task.yaml') ? 'cms' : 'folder';
}

/**
 * Makes a package of another judge's problem, in a folder that must not exist yet. Throws `conversion_failed`,
 * `folder_not_empty`.
 */
export async function importProblem(source: string, target: string, format: ForeignFormat): Promise<Imported> {
  if (await exists(target)) throw new CupelError('folder_not_empty', { name: target });
  const issues = new Issues();
  const converted = await CONVERTERS[format]({ folder: resolve(source), name: packageName(basename(resolve(target))), issues });
  await mkdir(dirname(resolve(target)), { recursive: true });
  const unfinished = await mkdtemp(join(dirname(resolve(target)), '.importing-'));
  try {
    for (const file of converted.files) await write(resolve(source), unfinished, file);
    await rename(unfinished, resolve(target));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return { format, issues: issues.all, files: converted.files.length };
}

async function write(source: string, target: string, file: Converted['files'][number]): Promise<void> {
  const path = join(target, file.path);
  await mkdir(dirname(path), { recursive: true });
  if ('text' in file) await writeFile(path, file.text);
  else await copyFile(join(source, file.from), path);
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
