import type { Issues } from '../issues.js';
import type { PackageTree } from '../source/tree.js';
import { readYaml } from '../yaml/document.js';
import { readLegacyMetadata } from './legacy.js';
import type { Metadata } from './metadata.js';
import { readModernMetadata } from './modern.js';

export const PROBLEM_FILE = 'problem.yaml';
const LEGACY = ['legacy', 'legacy-icpc'];
/** Drafts differ from what became of them in details that are told as issues where they matter. */
const MODERN = ['2025-09', '2025-09-draft', '2023-07-draft', 'draft'];

/** problem.yaml, or undefined where there is none that can be read. */
export async function readMetadata(tree: PackageTree, issues: Issues): Promise<Metadata | undefined> {
  if (!tree.has(PROBLEM_FILE)) {
    issues.error(PROBLEM_FILE, 'is missing; `cupel problem new` makes a package that has one');
    return undefined;
  }
  const map = await readYaml(tree, PROBLEM_FILE, issues);
  if (map === undefined) return undefined;
  const version = map.string('problem_format_version') ?? 'legacy';
  if (LEGACY.includes(version)) return readLegacyMetadata(map);
  if (!MODERN.includes(version)) {
    map.error('problem_format_version', `"${version}" is no version that is known; there are legacy and 2025-09`);
    return undefined;
  }
  if (version !== '2025-09') map.warning('problem_format_version', `"${version}" is read as 2025-09`);
  return readModernMetadata(map);
}
