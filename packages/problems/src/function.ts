import { findLanguage, type Language } from '@cupel/domain';
import type { Issues } from './issues.js';
import { PROBLEM_FILE } from './metadata/read.js';
import type { PackageProgram } from './programs/program.js';
import { type ProgramContext, readProgram } from './programs/read.js';
import type { ExampleSubmission } from './submissions/submission.js';
import type { YamlMap } from './yaml/map.js';

/** A problem that asks for a function, as cupel.yaml tells it. */
export interface FunctionParts {
  /** Makes the calls, in a box of its own. */
  readonly driver: PackageProgram;
  /** By language id: what stands behind a submission, and how the submission's file is called beside it. */
  readonly stubs: Readonly<Record<string, Stub>>;
}

interface Stub {
  readonly program: PackageProgram;
  readonly solution: string;
}

const KEYS = ['driver', 'stubs'];
const STUB_KEYS = ['files', 'solution'];

/**
 * `function:` of cupel.yaml: `driver` is a file or a folder of the package, `stubs` are such by language; one that is a map has
 * them in `files`, and in `solution` the name of the submission's file. Undefined where the function is not asked for, or not told in full.
 */
export async function readFunction(extension: YamlMap | undefined, context: ProgramContext): Promise<FunctionParts | undefined> {
  const map = extension?.map('function');
  if (map === undefined) return undefined;
  map.refuseOthers(KEYS);
  if (!map.has('driver')) map.error(undefined, '"function.driver" is missing: the program that makes the calls');
  const driver = await programAt(map, 'driver', map.string('driver'), context);
  const given = map.map('stubs');
  if (given === undefined || given.keys.length === 0)
    map.error(undefined, '"function.stubs" is missing: by language, the program that stands behind a submission');
  const stubs: Record<string, Stub> = {};
  for (const code of given?.keys ?? []) {
    const language = languageOf(code, context.languages);
    const stub = language && given && (await readStub(given, code, language, context));
    if (language === undefined) given?.error(code, `"${code}" is no language that Cupel has`);
    else if (stub !== undefined) stubs[language.id] = stub;
  }
  return driver === undefined || Object.keys(stubs).length === 0 ? undefined : { driver, stubs };
}

async function readStub(stubs: YamlMap, code: string, language: Language, context: ProgramContext): Promise<Stub | undefined> {
  const map = stubs.isMap(code) ? stubs.map(code) : undefined;
  map?.refuseOthers(STUB_KEYS);
  const solution = map?.string('solution') ?? solutionName(language);
  const program = await programAt(
    stubs,
    code,
    map === undefined ? stubs.string(code) : map.string('files'),
    context,
    language.id,
  );
  if (program?.files.some(({ name }) => name.toLowerCase() === solution.toLowerCase()))
    stubs.error(code, `the stub has a file ${solution}, which is what the submission is called; rename it, or say "solution: …"`);
  return program && { program, solution };
}

/** Java wants a public class in a file of its name. */
const solutionName = ({ id, sources }: Language): string => (id === 'java' ? 'Solution.java' : `solution.${sources[0] ?? 'txt'}`);

async function programAt(
  map: YamlMap,
  key: string,
  path: string | undefined,
  context: ProgramContext,
  language?: string,
): Promise<PackageProgram | undefined> {
  if (path === undefined) {
    if (map.has(key)) map.error(key, `"${key}" should be the path of a file or a folder of the package`);
    return undefined;
  }
  const { tree } = context;
  if (tree.has(path) || tree.hasFolder(path)) return readProgram(path, context, language === undefined ? {} : { language });
  map.error(key, `there is no file and no folder ${path}`);
  return undefined;
}

function languageOf(code: string, languages: readonly Language[]): Language | undefined {
  try {
    return findLanguage(languages, code).language;
  } catch {
    return undefined;
  }
}

/** Those that the problem allows, and has a stub for. */
export function offeredLanguages(
  allowed: readonly string[] | undefined,
  asked: FunctionParts | undefined,
  issues: Issues,
): readonly string[] | undefined {
  if (asked === undefined) return allowed;
  const own = Object.keys(asked.stubs);
  for (const id of allowed?.filter((one) => !own.includes(one)) ?? [])
    issues.warning(PROBLEM_FILE, `languages allows ${id}, but cupel.yaml has no stub for it: it is not offered`);
  return own.filter((id) => allowed?.includes(id) ?? true);
}

/** A stub is a program of the setter's, and only a solution in its language tries it. */
export function checkStubs(asked: FunctionParts | undefined, submissions: readonly ExampleSubmission[], issues: Issues): void {
  const tried = new Set(
    submissions
      .filter(({ path }) => path.startsWith('accepted/'))
      .map(({ program: { run } }) => (run.kind === 'language' ? run.language : run.kind)),
  );
  for (const [id, { program }] of Object.entries(asked?.stubs ?? {}))
    if (!tried.has(id)) issues.warning(program.path, `is never tried: submissions/accepted holds no solution in ${id}`);
}
