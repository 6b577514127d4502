import { findLanguage, type Language, type Problem, type SetterFile } from '@cupel/domain';
import type { PackageData } from '../data/read.js';
import type { Extension } from '../extension.js';
import type { Issues } from '../issues.js';
import type { Metadata } from '../metadata/metadata.js';
import type { PackageProgram } from '../programs/program.js';
import type { PackageTree } from '../source/tree.js';
import { evaluationOf, setterProgram } from './checker.js';
import { rootGroup } from './groups.js';
import { problemLimits } from './limits.js';

export interface ProblemParts {
  readonly name: string;
  readonly titles: Readonly<Record<string, string>>;
  readonly metadata: Metadata;
  readonly extension: Extension;
  readonly data: PackageData;
  readonly validator: PackageProgram | undefined;
  readonly staticValidator: PackageProgram | undefined;
  readonly grader: PackageProgram | undefined;
  readonly languages: readonly string[] | undefined;
  readonly included: Readonly<Record<string, readonly SetterFile[]>>;
}

/** What judging needs of a package, or undefined where it cannot be judged; why, is among the issues. */
export function toProblem(parts: ProblemParts, issues: Issues): Problem | undefined {
  const { metadata, extension, data, validator, languages } = parts;
  const evaluation = evaluationOf({ metadata, validator, extension, tests: data.tests }, issues);
  const ownPoints = metadata.scoring && validator !== undefined && metadata.validatorScores !== false;
  const byFlags = evaluation?.checker?.kind === 'comparison' && extension.comparison === undefined;
  const tests = rootGroup(data, { metadata, ownPoints, byFlags, issues });
  const staticValidator = parts.staticValidator && setterProgram(parts.staticValidator, issues);
  const grader = parts.grader && setterProgram(parts.grader, issues);
  const limits = problemLimits(metadata, extension, issues);
  if (evaluation === undefined) return undefined;
  return {
    name: parts.name,
    titles: parts.titles,
    type: metadata.scoring ? 'scoring' : 'pass_fail',
    limits,
    evaluation,
    passes: metadata.multiPass ? metadata.limits.validationPasses : 1,
    included: parts.included,
    ...(languages === undefined ? {} : { languages }),
    ...(staticValidator === undefined ? {} : { staticValidator }),
    ...(grader === undefined ? {} : { grader }),
    ...(metadata.allowFileWriting ? {} : { readOnly: true }),
    ...(metadata.objective === 'min' ? { objective: 'min' } : {}),
    tests,
    execution: extension.execution ?? (metadata.scoring ? 'subtask_aware' : 'stop_at_first_failure'),
    disclosure: extension.disclosure,
  };
}

/** include/: what stands beside every submission, by language id. */
export async function readIncluded(
  tree: PackageTree,
  languages: readonly Language[],
  issues: Issues,
): Promise<Readonly<Record<string, readonly SetterFile[]>>> {
  const included: Record<string, readonly SetterFile[]> = {};
  for (const code of tree.names('include')) {
    const id = code === 'default' ? 'default' : languageId(code, languages);
    if (id === undefined) issues.warning(`include/${code}`, 'is for a language that Cupel does not have');
    else included[id] = await filesBelow(tree, `include/${code}`);
  }
  return included;
}

async function filesBelow(tree: PackageTree, folder: string): Promise<readonly SetterFile[]> {
  const files: SetterFile[] = [];
  for (const { path } of tree.below(folder)) {
    const bytes = await tree.read(path);
    if (bytes !== undefined) files.push({ name: path.slice(folder.length + 1), bytes });
  }
  return files;
}

/** The id of a language by its code in the package format (`python3`, `cpp`), or undefined. */
export function languageId(code: string, languages: readonly Language[]): string | undefined {
  try {
    return findLanguage(languages, code).language.id;
  } catch {
    return undefined;
  }
}
