import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { type Language, type Limits, parseLimits, type Verdict } from '@cupel/domain';
import type { SourceFile } from '@cupel/judge';
import { parse as parseYaml } from 'yaml';

/** A program that carries the verdict which it must earn: languages/<id>/proof/<verdict>/<name>. */
export interface Proof {
  readonly name: string;
  readonly verdict: Verdict;
  readonly files: readonly SourceFile[];
  readonly stdin?: Uint8Array;
  readonly expectedOutput?: Uint8Array;
  readonly settings: Settings;
  readonly limits: Limits;
}

/** The file <name>.yaml beside the program; patterns are regular expressions. */
interface Settings {
  readonly args?: readonly string[];
  readonly version?: string;
  readonly typecheck?: boolean;
  readonly limits?: Readonly<Record<string, unknown>>;
  readonly signal?: string;
  readonly stderr?: string;
  readonly compile_output?: string;
  readonly normalised?: readonly string[];
}

const SETTINGS: ReadonlySet<string> = new Set([
  'args',
  'version',
  'typecheck',
  'limits',
  'signal',
  'stderr',
  'compile_output',
  'normalised',
]);
const BESIDE: ReadonlySet<string> = new Set(['.in', '.out', '.yaml']);

export function proofsOf(language: Language, folder: string): readonly Proof[] {
  const verdicts = readdirSync(folder) as Verdict[];
  return verdicts.flatMap((verdict) => {
    const entries = readdirSync(join(folder, verdict), { withFileTypes: true });
    const programs = entries.filter((entry) => entry.isDirectory() || !BESIDE.has(parse(entry.name).ext));
    return programs.map((entry) => readProof(language, verdict, join(folder, verdict, entry.name), entry.isDirectory()));
  });
}

function readProof(language: Language, verdict: Verdict, path: string, isFolder: boolean): Proof {
  const { dir, name } = parse(path);
  const beside = (ending: string) => join(dir, `${name}${ending}`);
  const settings = readSettings(beside('.yaml'));
  return {
    name,
    verdict,
    files: isFolder ? readFolder(language, path) : [{ name: parse(path).base, bytes: readFileSync(path) }],
    ...(existsSync(beside('.in')) ? { stdin: readFileSync(beside('.in')) } : {}),
    ...(existsSync(beside('.out')) ? { expectedOutput: readFileSync(beside('.out')) } : {}),
    settings,
    limits: parseLimits(settings.limits ?? {}, { defaults: language.run.limits }),
  };
}

function readSettings(path: string): Settings {
  if (!existsSync(path)) return {};
  const settings: Settings = parseYaml(readFileSync(path, 'utf8'));
  const stray = Object.keys(settings).find((key) => !SETTINGS.has(key));
  if (stray !== undefined) throw new Error(`${path}: no such setting: ${stray}`);
  return settings;
}

/** The file that bears the language's own name comes first: it is the main one. */
function readFolder(language: Language, folder: string): readonly SourceFile[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const names = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
  const others = names.filter((name) => name !== language.source);
  return [language.source, ...others].map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}
