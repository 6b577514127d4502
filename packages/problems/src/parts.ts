import type { GroupScoring, PackageGroup } from './data/case.js';
import { checkGroups } from './data/check-groups.js';
import { checkTexts } from './data/check-text.js';
import { type PackageData, readData } from './data/read.js';
import { readValidatorTests } from './data/validator-tests.js';
import { readExtension } from './extension.js';
import type { Issues } from './issues.js';
import type { Metadata } from './metadata/metadata.js';
import { readIncluded } from './problem/problem.js';
import type { PackageProgram } from './programs/program.js';
import { type ProgramContext, readPrograms, readSingleProgram } from './programs/read.js';
import { findStatements } from './statements/find.js';
import { readSubmissions } from './submissions/read.js';

/** All that stands in the folders of a package, with what is wrong with it among the issues. */
export async function readParts(programs: ProgramContext, metadata: Metadata, blobs: string | undefined) {
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
    included: await readIncluded(tree, programs.languages, issues),
  };
}

async function legacyValidator(programs: ProgramContext): Promise<PackageProgram | undefined> {
  const [first, second] = await readPrograms('output_validators', programs);
  if (second !== undefined) programs.issues.error(second.path, 'is a second output validator; Cupel runs one');
  return first;
}

export type PackageParts = Awaited<ReturnType<typeof readParts>>;

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
