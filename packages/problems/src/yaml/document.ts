import { isMap, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import type { Issues } from '../issues.js';
import type { PackageTree } from '../source/tree.js';
import { YamlMap } from './map.js';

/** Enough for every file that a person wrote; an alias that multiplies itself is stopped here. */
const MOST_ALIASES = 100;

/** A YAML file as a map, or undefined where there is none or it cannot be read, which is then an issue. */
export async function readYaml(tree: PackageTree, file: string, issues: Issues): Promise<YamlMap | undefined> {
  const bytes = await tree.read(file);
  return bytes === undefined ? undefined : parseYaml(bytes.toString('utf8'), file, issues);
}

export function parseYaml(text: string, file: string, issues: Issues): YamlMap | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false });
  for (const { message, pos } of document.errors) issues.error(file, firstLine(message), lines.linePos(pos[0]).line);
  if (document.errors.length > 0) return undefined;
  try {
    document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    issues.error(file, error instanceof Error ? error.message : String(error));
    return undefined;
  }
  const root = document.contents;
  const context = { file, issues, lines, document };
  if (root === null) return new YamlMap(undefined, context, '');
  if (!isMap(root)) {
    issues.error(file, 'should be a map of keys to values', 1);
    return undefined;
  }
  return new YamlMap(root as YAMLMap<Node, Node | null>, context, '');
}

const firstLine = (message: string): string => message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
