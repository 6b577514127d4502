import { type Language, languageOfFile } from '@cupel/domain';
import { replaceConstants } from '../constants.js';
import type { Issues } from '../issues.js';
import type { PackageTree } from '../source/tree.js';
import type { PackageProgram, ProgramFile, ProgramKind } from './program.js';

export interface ProgramContext {
  readonly tree: PackageTree;
  readonly issues: Issues;
  readonly languages: readonly Language[];
  readonly constants: Readonly<Record<string, string>>;
}

/** Of no use to a program: notes, and what tools leave behind. */
const NOT_PROGRAMS = /^(README.*|.*\.(md|txt|yaml|pyc|class|o)|__pycache__)$/i;

/** The programs in a folder: each file and each folder is one. */
export async function readPrograms(folder: string, context: ProgramContext): Promise<readonly PackageProgram[]> {
  const programs: PackageProgram[] = [];
  for (const name of context.tree.names(folder)) {
    if (NOT_PROGRAMS.test(name)) continue;
    const program = await readProgram(`${folder}/${name}`, context);
    if (program !== undefined) programs.push(program);
  }
  refuseTwice(programs, context.issues);
  return programs;
}

/** The one program that a folder is, or that is the only thing in it. */
export async function readSingleProgram(folder: string, context: ProgramContext): Promise<PackageProgram | undefined> {
  const names = context.tree.names(folder).filter((name) => !NOT_PROGRAMS.test(name));
  if (names.length === 0) return undefined;
  const [only] = names;
  return readProgram(names.length === 1 && only !== undefined ? `${folder}/${only}` : folder, context);
}

/** A program by the path of its file or folder; `language` and `entry` are what submissions.yaml says of it. */
export async function readProgram(
  path: string,
  context: ProgramContext,
  given: { readonly language?: string; readonly entry?: string } = {},
): Promise<PackageProgram | undefined> {
  const { tree, issues } = context;
  const files = await readFiles(path, context);
  if (files === undefined) return undefined;
  const run = kindOf(files, context, given);
  const name = nameOf(path, tree);
  if (run === undefined) issues.error(path, 'is in no language that is known, or in several at once');
  return run === undefined ? undefined : { name, path, files: mainFirst(files, run, context.languages), run };
}

/** Answers in the place of a program, as submissions to submit-answer problems are. */
export async function readAnswersAt(path: string, context: ProgramContext): Promise<PackageProgram | undefined> {
  const files = await readFiles(path, { ...context, constants: {} });
  return files && { name: nameOf(path, context.tree), path, files, run: { kind: 'answers' } };
}

/** The bytes of a file, or of all below a folder; undefined where one is too large, which is then an issue. */
async function readFiles(path: string, { tree, constants }: ProgramContext): Promise<readonly ProgramFile[] | undefined> {
  const paths = tree.has(path) ? [path] : tree.below(path).map((file) => file.path);
  const base = tree.has(path) ? path.slice(0, path.lastIndexOf('/')) : path;
  const files: ProgramFile[] = [];
  for (const one of paths.filter((file) => !/\.(pyc|class|o)$/.test(file))) {
    const bytes = await tree.read(one);
    if (bytes === undefined) return undefined;
    const executable = tree.findFile(one)?.executable ?? false;
    files.push({ name: one.slice(base.length + 1), bytes: replaceConstants(bytes, constants), executable });
  }
  return files;
}

const nameOf = (path: string, tree: PackageTree): string =>
  (path.split('/').at(-1) ?? '').replace(tree.has(path) ? /\.[^.]+$/ : /$^/, '');

function kindOf(
  files: readonly ProgramFile[],
  { languages }: ProgramContext,
  { language, entry }: { readonly language?: string; readonly entry?: string },
): ProgramKind | undefined {
  if (language !== undefined) return { kind: 'language', language, ...(entry === undefined ? {} : { entry }) };
  const build = files.some(({ name }) => name === 'build');
  if (build || files.some(({ name }) => name === 'run')) return { kind: 'script', build };
  if (files.length === 1 && files[0]?.name.endsWith('.ctd')) return { kind: 'checktestdata' };
  if (files.length === 1 && files[0]?.name.endsWith('.viva')) return { kind: 'viva' };
  const found = new Set(files.flatMap(({ name }) => languageOfFile(languages, name)?.id ?? []));
  // A header is no C program, and C beside C++ is compiled as C++.
  if (found.has('cpp')) found.delete('c');
  const [only] = found;
  return only === undefined || found.size > 1
    ? undefined
    : { kind: 'language', language: only, ...(entry === undefined ? {} : { entry }) };
}

/** The entry, or what is called main, or the first source: the judge takes the first file for the main one. */
function mainFirst(files: readonly ProgramFile[], run: ProgramKind, languages: readonly Language[]): readonly ProgramFile[] {
  if (run.kind !== 'language') return files;
  const sources = languages.find(({ id }) => id === run.language)?.sources ?? [];
  const isSource = ({ name }: ProgramFile) => sources.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
  const main =
    files.find(({ name }) => name === run.entry) ??
    files.find(({ name }) => /^(__main__|main)\.[^./]+$/i.test(name)) ??
    files.find(isSource) ??
    files[0];
  return main === undefined ? files : [main, ...files.filter((file) => file !== main)];
}

function refuseTwice(programs: readonly PackageProgram[], issues: Issues): void {
  const seen = new Set<string>();
  for (const { name, path } of programs) {
    if (seen.has(name)) issues.warning(path, `is the second program that is called "${name}" here`);
    seen.add(name);
  }
}
