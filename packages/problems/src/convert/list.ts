import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issues } from '../issues.js';
import { PACKAGE_LIMITS } from '../source/limits.js';
import { readTree } from '../source/tree.js';
import { parseYaml } from '../yaml/document.js';
import type { YamlMap } from '../yaml/map.js';

/** What another judge calls a problem may be larger than what this one takes as a package. */
const LIMITS = { ...PACKAGE_LIMITS, entries: 20_000, bytes: 4 * 1024 * 1024 * 1024 };

/** The files of a folder, links that lead out of it left aside as issues. */
export async function listFiles(folder: string, issues: Issues): Promise<readonly string[]> {
  return (await readTree(folder, issues, LIMITS)).files.map(({ path }) => path);
}

/** A text of the folder, or undefined where it is not there. */
export async function readText(folder: string, paths: readonly string[], path: string): Promise<string | undefined> {
  return paths.includes(path) ? readFile(join(folder, path), 'utf8') : undefined;
}

export async function readYamlFile(
  folder: string,
  paths: readonly string[],
  path: string,
  issues: Issues,
): Promise<YamlMap | undefined> {
  const text = await readText(folder, paths, path);
  return text === undefined ? undefined : parseYaml(text, path, issues);
}
