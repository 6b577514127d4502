import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Language, Problem } from '@cupel/domain';
import type { PackageTest, ValidatorTest } from './data/case.js';
import type { Extension } from './extension.js';
import { checkStubs, offeredLanguages } from './function.js';
import { type Issue, Issues } from './issues.js';
import type { Metadata } from './metadata/metadata.js';
import { PROBLEM_FILE, readMetadata } from './metadata/read.js';
import { type PackageParts, readParts } from './parts.js';
import { languageId, toProblem } from './problem/problem.js';
import type { PackageProgram } from './programs/program.js';
import { PACKAGE_LIMITS, type PackageLimits } from './source/limits.js';
import { type PackageTree, readTree } from './source/tree.js';
import { latexName, type Statement } from './statements/find.js';
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
  const parts = await readParts(programs, metadata, options.blobs);
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

/** What stands in place of languages where nothing is run. */
const ANSWERS: readonly string[] = ['answers'];

function refuseWithAnswers({ staticValidator, included }: PackageParts, issues: Issues): void {
  if (staticValidator !== undefined)
    issues.error(staticValidator.path, 'looks at sources, and a submit-answer problem has none; take it away');
  if (Object.keys(included).length > 0)
    issues.error('include', 'stands beside sources, and a submit-answer problem has none; take it away');
}
