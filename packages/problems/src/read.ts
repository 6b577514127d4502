import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Language, Problem } from '@cupel/domain';
import type { GroupScoring, PackageGroup, PackageTest, ValidatorTest } from './data/case.js';
import { checkGroups } from './data/check-groups.js';
import { checkTexts } from './data/check-text.js';
import { type PackageData, readData } from './data/read.js';
import { readValidatorTests } from './data/validator-tests.js';
import { type Extension, readExtension } from './extension.js';
import { checkStubs, offeredLanguages } from './function.js';
import { type Issue, Issues } from './issues.js';
import type { Metadata } from './metadata/metadata.js';
import { PROBLEM_FILE, readMetadata } from './metadata/read.js';
import { languageId, readIncluded, toProblem } from './problem/problem.js';
import type { PackageProgram } from './programs/program.js';
import { type ProgramContext, readPrograms, readSingleProgram } from './programs/read.js';
import { PACKAGE_LIMITS, type PackageLimits } from './source/limits.js';
import { type PackageTree, readTree } from './source/tree.js';
import { findStatements, latexName, type Statement } from './statements/find.js';
import { readSubmissions } from './submissions/read.js';
import type { ExampleSubmission } from './submissions/submission.js';

export interface ReadOptions {
  readonly languages: readonly Language[];
  /** Where files above a megabyte go, for the launcher to read; without it they are held in memory. */
  readonly blobs?: string;
  readonly limits?: Partial<PackageLimits>;
}

/** A package, and all that is wrong with it. */
export interface ProblemPackage {
  readonly name: string;
  readonly tree: PackageTree;
  readonly issues: readonly Issue[];
  readonly metadata: Metadata;
  readonly extension: Extension;
  readonly statements: readonly Statement[];
  /** Paths inside the package. */
  readonly attachments: readonly string[];
  readonly tests: readonly PackageTest[];
  readonly validatorTests: readonly ValidatorTest[];
  readonly inputValidators: readonly PackageProgram[];
  readonly staticValidator?: PackageProgram;
  readonly outputValidator?: PackageProgram;
  readonly submissions: readonly ExampleSubmission[];
  /** Language ids; undefined where all are allowed. */
  readonly languages?: readonly string[];
  /** Absent where the package cannot be judged. */
  readonly problem?: Problem;
}

/** A package that has no problem.yaml that can be read is nothing but its issues. */
export type ReadResult =
  | { readonly kind: 'package'; readonly package: ProblemPackage }
  | { readonly kind: 'unreadable'; readonly issues: readonly Issue[] };

/** Reads a problem package, legacy or 2025-09, from its folder. Rejects only where the folder cannot be opened. */
export async function readPackage(folder: string, options: ReadOptions): Promise<ReadResult> {
  const issues = new Issues();
  // Somebody's home folder is no package; nobody wants to hear of every link in it.
  if (!(await isPackage(folder))) {
    issues.error(
      PROBLEM_FILE,
      'is missing: this is no package; `cupel problem new` makes one, `cupel problem import` converts one',
    );
    return { kind: 'unreadable', issues: issues.all };
  }
  const tree = await readTree(folder, issues, { ...PACKAGE_LIMITS, ...options.limits });
  // What is too large, or leads elsewhere, is not read on.
  if (issues.hasErrors) return { kind: 'unreadable', issues: issues.all };
  const metadata = await readMetadata(tree, issues);
  if (metadata === undefined) return { kind: 'unreadable', issues: issues.all };
  const programs = { tree, issues, languages: options.languages, constants: metadata.constants };
  const parts = await readParts(programs, metadata, options);
  const name = basename(tree.folder);
  if (!/^[a-z0-9]+$/.test(name))
    issues.warning('.', `the folder is called "${name}"; the format wants lower-case letters and digits`);
  const titles = await titlesOf(tree, metadata, parts.statements);
  if (metadata.submitAnswer) refuseWithAnswers(parts, issues);
  const languages = metadata.submitAnswer
    ? ANSWERS
    : offeredLanguages(allowedLanguages(metadata, options.languages, issues), parts.extension.function, issues);
  checkStubs(parts.extension.function, parts.submissions, issues);
  const problem = toProblem({ name, titles, metadata, languages, ...parts, validator: parts.outputValidator }, issues);
  const { data, included: _, grader: __, staticValidator, outputValidator, ...rest } = parts;
  return {
    kind: 'package',
    package: {
      name,
      tree,
      metadata,
      ...rest,
      tests: data.tests,
      attachments: tree.below('attachments').map(({ path }) => path),
      ...(staticValidator === undefined ? {} : { staticValidator }),
      ...(outputValidator === undefined ? {} : { outputValidator }),
      ...(languages === undefined ? {} : { languages }),
      ...(problem === undefined || issues.hasErrors ? {} : { problem }),
      issues: issues.all,
    },
  };
}

async function isPackage(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  return names.includes(PROBLEM_FILE);
}

async function readParts(programs: ProgramContext, metadata: Metadata, { languages, blobs }: ReadOptions) {
  const { tree, issues } = programs;
  const context = { tree, issues, metadata, ...(blobs === undefined ? {} : { blobs }) };
  const legacy = metadata.format === 'legacy';
  const data = await readData(context);
  checkGroups(data.groups, metadata, issues);
  checkTexts(data.tests, issues);
  const inputValidators = [
    ...(await readPrograms('input_validators', programs)),
    ...(legacy ? await readPrograms('input_format_validators', programs) : []),
  ];
  if (inputValidators.length === 0)
    issues.error('input_validators', 'holds no validator; put a program there that ends with 42 where an input is right');
  const staticValidator = legacy ? undefined : await readSingleProgram('static_validator', programs);
  checkStatic(data.groups, staticValidator, issues);
  return {
    data,
    inputValidators,
    staticValidator,
    grader: legacy ? await readGrader(programs, data) : undefined,
    validatorTests: await readValidatorTests(context),
    outputValidator: legacy ? await legacyValidator(programs) : await readSingleProgram('output_validator', programs),
    submissions: await readSubmissions(programs, metadata),
    statements: findStatements(tree, metadata, issues),
    extension: await readExtension(programs),
    included: await readIncluded(tree, languages, issues),
  };
}

async function legacyValidator(programs: ProgramContext): Promise<PackageProgram | undefined> {
  const [first, second] = await readPrograms('output_validators', programs);
  if (second !== undefined) programs.issues.error(second.path, 'is a second output validator; Cupel runs one');
  return first;
}

/** What stands in place of languages where nothing is run. */
const ANSWERS: readonly string[] = ['answers'];

function refuseWithAnswers(
  { staticValidator, included }: Pick<PackageParts, 'staticValidator' | 'included'>,
  issues: Issues,
): void {
  if (staticValidator !== undefined)
    issues.error(staticValidator.path, 'looks at sources, and a submit-answer problem has none; take it away');
  if (Object.keys(included).length > 0)
    issues.error('include', 'stands beside sources, and a submit-answer problem has none; take it away');
}

type PackageParts = Awaited<ReturnType<typeof readParts>>;

/** graders/: one program at most, and there where a group names it. */
async function readGrader(programs: ProgramContext, { root, groups }: PackageData): Promise<PackageProgram | undefined> {
  const [first, second] = await readPrograms('graders', programs);
  const { issues } = programs;
  const isNamed = [root, ...groups.flatMap(scoringsIn)].some(({ graderArgs }) => graderArgs !== undefined);
  if (second !== undefined) issues.error(second.path, 'is a second grader; there may be one');
  if (isNamed && first === undefined)
    issues.error('graders', 'is missing, though a testdata.yaml says "grading: custom"; put the grader there');
  if (!isNamed && first !== undefined) issues.warning(first.path, 'is not used: no testdata.yaml says "grading: custom"');
  return isNamed ? first : undefined;
}

const scoringsIn = ({ scoring, groups }: PackageGroup): readonly GroupScoring[] => [scoring, ...groups.flatMap(scoringsIn)];

function checkStatic(groups: readonly PackageGroup[], validator: PackageProgram | undefined, issues: Issues): void {
  for (const group of groups) {
    const file = group.file ?? `data/${group.name}`;
    if (group.scoring.staticValidation !== undefined && validator === undefined)
      issues.error(file, 'has a static_validation_score, but there is no static_validator');
    checkStatic(group.groups, validator, issues);
  }
}

async function titlesOf(
  tree: PackageTree,
  { names }: Metadata,
  statements: readonly Statement[],
): Promise<Readonly<Record<string, string>>> {
  const titles: Record<string, string> = { ...names };
  for (const { language, kind, path } of statements) {
    if (titles[language] !== undefined || kind !== 'latex') continue;
    const title = latexName((await tree.read(path))?.toString('utf8') ?? '');
    if (title !== undefined) titles[language] = title;
  }
  return titles;
}

function allowedLanguages(metadata: Metadata, languages: readonly Language[], issues: Issues): readonly string[] | undefined {
  return metadata.languages?.flatMap((code) => {
    const id = languageId(code, languages);
    if (id === undefined) issues.warning(PROBLEM_FILE, `Cupel does not have the language "${code}"`);
    return id ?? [];
  });
}
