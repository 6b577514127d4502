import {
  COMPARISON_NAMES,
  type ComparisonName,
  type DisclosurePolicy,
  type ExecutionMode,
  type LanguageAllowance,
  STRICT_DISCLOSURE,
} from '@cupel/domain';
import { type FunctionParts, readFunction } from './function.js';
import type { ProgramContext } from './programs/read.js';
import type { PackageTree } from './source/tree.js';
import { readYaml } from './yaml/document.js';
import type { YamlMap } from './yaml/map.js';

export const EXTENSION_FILE = 'cupel.yaml';

/** What the package format has no words for. Other judges overlook the file. */
export interface Extension {
  readonly hints: readonly string[];
  /** Paths inside the package, by language id. */
  readonly starter: Readonly<Record<string, string>>;
  /** In place of the default output validator. */
  readonly comparison?: ComparisonName;
  readonly absoluteTolerance?: string;
  readonly relativeTolerance?: string;
  /** What the output validator, or the interactor, speaks. */
  readonly protocol: 'kattis' | 'testlib' | 'cms';
  /** `kattis`: an input is right where a validator ends with 42; `testlib`: with 0. */
  readonly validatorProtocol: 'kattis' | 'testlib';
  readonly languages: Readonly<Record<string, LanguageAllowance>>;
  /** Submissions are functions, not programs. */
  readonly function?: FunctionParts;
  readonly execution?: ExecutionMode;
  readonly disclosure: DisclosurePolicy;
  /** Seconds for which the service keeps what submissions wrote, so that checkers alone can be run again. */
  readonly keepOutputs: number;
}

const DAY = 86_400;
const KEPT_DAYS = 30;

const KEYS = [
  'hints',
  'starter',
  'comparison',
  'absolute_tolerance',
  'relative_tolerance',
  'protocol',
  'validator_protocol',
  'languages',
  'execution',
  'function',
  'disclosure',
  'keep_outputs',
];

/** cupel.yaml, or what holds where there is none. */
export async function readExtension(context: ProgramContext): Promise<Extension> {
  const { tree, issues } = context;
  const map = await readYaml(tree, EXTENSION_FILE, issues);
  map?.refuseOthers(KEYS);
  const comparison = map?.choice('comparison', COMPARISON_NAMES);
  const [absolute, relative] = [map?.decimal('absolute_tolerance'), map?.decimal('relative_tolerance')];
  const execution = map?.choice('execution', ['stop_at_first_failure', 'run_all', 'subtask_aware']);
  if ((absolute ?? relative) !== undefined && comparison !== 'floats')
    map?.error('comparison', 'a tolerance is for "comparison: floats"');
  const asked = await readFunction(map, context);
  return {
    hints: map?.strings('hints') ?? [],
    starter: starterOf(tree, map),
    ...(comparison === undefined ? {} : { comparison }),
    ...(absolute === undefined ? {} : { absoluteTolerance: absolute }),
    ...(relative === undefined ? {} : { relativeTolerance: relative }),
    protocol: map?.choice('protocol', ['kattis', 'testlib', 'cms']) ?? 'kattis',
    validatorProtocol: map?.choice('validator_protocol', ['kattis', 'testlib']) ?? 'kattis',
    languages: allowances(map),
    ...(asked === undefined ? {} : { function: asked }),
    ...(execution === undefined ? {} : { execution }),
    disclosure: disclosureOf(map),
    keepOutputs: Math.round((map?.number('keep_outputs', 0, 3650) ?? KEPT_DAYS) * DAY),
  };
}

function starterOf(tree: PackageTree, map: YamlMap | undefined): Readonly<Record<string, string>> {
  const starter = map?.map('starter');
  const found = starter?.keys.map((language) => [language, starter.string(language) ?? ''] as const) ?? [];
  for (const [language, path] of found) if (!tree.has(path)) starter?.error(language, `there is no file ${path}`);
  return Object.fromEntries(found);
}

function allowances(map: YamlMap | undefined): Readonly<Record<string, LanguageAllowance>> {
  const languages = map?.map('languages');
  const found = languages?.keys.map((language) => {
    const one = languages.map(language);
    one?.refuseOthers(['time_factor', 'time_extra', 'memory_extra']);
    const allowance: LanguageAllowance = {
      timeFactor: one?.number('time_factor', 0.1, 100) ?? 1,
      timeExtra: Math.round((one?.number('time_extra', 0, 3600) ?? 0) * 1e6),
      memoryExtra: Math.round((one?.number('memory_extra', 0, 65_536) ?? 0) * 1024 * 1024),
    };
    return [language, allowance] as const;
  });
  return Object.fromEntries(found ?? []);
}

function disclosureOf(map: YamlMap | undefined): DisclosurePolicy {
  const given = map?.map('disclosure');
  if (given === undefined) return STRICT_DISCLOSURE;
  const names = Object.keys(STRICT_DISCLOSURE).filter((name) => name !== 'detail');
  given.refuseOthers(['detail', ...names.map(snake)]);
  const opened = names.flatMap((name) => {
    const value = given.boolean(snake(name));
    return value === undefined ? [] : [[name, value] as const];
  });
  const detail = given.choice('detail', ['verdict', 'first_failure', 'groups', 'tests']) ?? STRICT_DISCLOSURE.detail;
  return { ...STRICT_DISCLOSURE, ...Object.fromEntries(opened), detail };
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
