import { CupelError } from '../errors/cupel-error.js';
import { parseLimits } from '../limits/parse.js';
import { DEFAULT_LIMITS } from '../limits/table.js';
import type { Limits } from '../limits.js';
import { flag, listOf, mapOf, object, oneOf, type Reader, text } from '../record/shape.js';
import { placeholderProblem } from './command.js';
import type {
  Detection,
  Entry,
  Language,
  Library,
  OptionalArgument,
  Step,
  SupportFile,
  Tool,
  Variant,
  VersionSource,
} from './language.js';

/** For a compiler, unless its language says otherwise. A box of its own, so it may take more than the program may. */
export const COMPILE_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  wallTime: 30_000_000,
  cpuTime: 15_000_000,
  memory: 1024 ** 3,
  scratchBytes: 256 * 1024 ** 2,
  cores: 2,
};

interface RawStep {
  readonly warm?: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, unknown>>;
}

type RawVersionSource = { readonly argv?: readonly string[]; readonly file?: string; readonly pattern: string };

interface RawLanguage {
  readonly id: string;
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly editor: Language['editor'];
  readonly source: string;
  readonly sources: readonly string[];
  readonly entry?: Entry;
  readonly on_request?: boolean;
  readonly packages: readonly string[];
  readonly libraries?: readonly Library[];
  readonly tools: readonly (Omit<Tool, 'version'> & { readonly version: RawVersionSource })[];
  readonly paths?: readonly string[];
  readonly optional?: readonly OptionalArgument[];
  readonly variants?: readonly (Omit<Variant, 'aliases'> & { readonly aliases?: readonly string[] })[];
  readonly detect?: readonly Detection[];
  readonly typecheck?: RawStep;
  readonly compile?: RawStep;
  readonly precompiled?: readonly (RawStep & { readonly when: string })[];
  readonly run: RawStep;
}

const unknown: Reader<unknown> = (value) => value;
const texts = listOf(text);
const values = mapOf(text);
const step = object<RawStep>({ warm: text, argv: texts, env: values, limits: mapOf(unknown) }, 'warm', 'env', 'limits');
const version = object<RawVersionSource>({ argv: texts, file: text, pattern: text }, 'argv', 'file');

const raw = object<RawLanguage>(
  {
    id: text,
    name: text,
    aliases: texts,
    editor: object<Language['editor']>({ mode: text, extension: text }),
    source: text,
    sources: texts,
    entry: oneOf('file', 'java-class'),
    on_request: flag,
    packages: texts,
    libraries: listOf(object<Library>({ name: text, package: text, path: text, program: text })),
    tools: listOf(object<RawLanguage['tools'][number]>({ name: text, path: text, version })),
    paths: texts,
    optional: listOf(object<OptionalArgument>({ argument: text, path: text })),
    variants: listOf(
      object<NonNullable<RawLanguage['variants']>[number]>({ version: text, name: text, aliases: texts, values }, 'aliases'),
    ),
    detect: listOf(object<Detection>({ when: text, values }, 'when')),
    typecheck: step,
    compile: step,
    precompiled: listOf(
      object<Omit<RawStep, 'warm'> & { readonly when: string }>(
        { when: text, argv: texts, env: values, limits: mapOf(unknown) },
        'env',
        'limits',
      ),
    ),
    run: step,
  },
  'aliases',
  'on_request',
  'entry',
  'libraries',
  'paths',
  'optional',
  'variants',
  'detect',
  'typecheck',
  'compile',
  'precompiled',
);

/**
 * A language from the data of its file. Strict: an unknown field, a wrong type, a limit out of range or an unknown
 * placeholder is an error that names the file and the field, for all of these are mistakes of whoever wrote it.
 */
export function parseLanguage(data: unknown, where: string, support: readonly SupportFile[] = []): Language {
  try {
    const language = complete(raw(data, ''), support);
    const problem = placeholderProblem(language);
    if (problem !== undefined) throw new Error(problem);
    return language;
  } catch (error) {
    const detail = `${where}: ${error instanceof Error ? error.message : String(error)}`;
    throw new CupelError('internal_error', { detail }, { cause: error });
  }
}

function complete(given: RawLanguage, support: readonly SupportFile[]): Language {
  const { typecheck, compile, run, on_request = false, precompiled = [], ...rest } = given;
  return {
    entry: 'file',
    onRequest: on_request,
    aliases: [],
    libraries: [],
    paths: [],
    optional: [],
    detect: [],
    ...rest,
    tools: given.tools.map((tool, index) => ({ ...tool, version: versionSource(tool.version, `tools[${index}].version`) })),
    variants: (given.variants ?? []).map((variant) => ({ aliases: [], ...variant })),
    support,
    ...(typecheck === undefined ? {} : { typecheck: completeStep(typecheck, 'typecheck', COMPILE_LIMITS) }),
    ...(compile === undefined ? {} : { compile: completeStep(compile, 'compile', COMPILE_LIMITS) }),
    precompiled: precompiled.map(({ when, ...own }, index) => ({
      when,
      step: completeStep(own, `precompiled[${index}]`, COMPILE_LIMITS),
    })),
    run: completeStep(run, 'run', DEFAULT_LIMITS),
  };
}

function completeStep(given: RawStep, path: string, defaults: Limits): Step {
  const limits = parseLimits(given.limits ?? {}, { defaults, fieldOf: (name) => `${path}.limits.${name}` });
  return { ...(given.warm === undefined ? {} : { warm: given.warm }), argv: given.argv, env: given.env ?? {}, limits };
}

function versionSource({ argv, file, pattern }: RawVersionSource, path: string): VersionSource {
  if (argv !== undefined && file === undefined) return { argv, pattern };
  if (file !== undefined && argv === undefined) return { file, pattern };
  throw new Error(`${path} needs either argv or file`);
}
