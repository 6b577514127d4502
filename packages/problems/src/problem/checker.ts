import { type Checker, type Comparison, type Evaluation, parseRational, type SetterProgram, type Tolerance } from '@cupel/domain';
import type { PackageTest } from '../data/case.js';
import { EXTENSION_FILE, type Extension } from '../extension.js';
import type { FunctionParts } from '../function.js';
import type { Issues } from '../issues.js';
import type { Metadata } from '../metadata/metadata.js';
import type { PackageProgram } from '../programs/program.js';

export interface EvaluationParts {
  readonly metadata: Metadata;
  readonly validator: PackageProgram | undefined;
  readonly extension: Extension;
  readonly tests: readonly PackageTest[];
}

/** How submissions are judged. Undefined where they cannot be. */
export function evaluationOf(parts: EvaluationParts, issues: Issues): Evaluation | undefined {
  const { metadata, extension } = parts;
  const { function: asked } = extension;
  const isPlain = !metadata.interactive && !metadata.multiPass && !metadata.submitAnswer;
  if (asked !== undefined && !isPlain)
    issues.error(EXTENSION_FILE, '"function" is for problems that are pass-fail or scoring, and nothing else');
  if (metadata.interactive) return interactionOf(parts, issues);
  const checker = checkerOf(parts, issues);
  if (checker === undefined) return undefined;
  if (asked !== undefined) return functionOf(asked, checker, issues);
  return { kind: metadata.submitAnswer ? 'answers' : 'output', checker };
}

/** The package's own program, or a comparison. */
function checkerOf({ metadata, validator, extension, tests }: EvaluationParts, issues: Issues): Checker | undefined {
  const file = validatorFolder(metadata);
  if (validator === undefined && (metadata.multiPass || metadata.customValidator === true)) return missing(file, issues);
  if (validator === undefined || metadata.customValidator === false) {
    if (validator !== undefined) issues.warning(file, 'is not used: problem.yaml does not say "validation: custom"');
    return { kind: 'comparison', comparison: comparisonOf(extension, tests, issues) };
  }
  const program = setterProgram(validator, issues);
  return program && { kind: 'program', protocol: extension.protocol, program };
}

function interactionOf({ metadata, validator, extension }: EvaluationParts, issues: Issues): Evaluation | undefined {
  if (validator === undefined) return missing(validatorFolder(metadata), issues);
  const program = setterProgram(validator, issues);
  if (program === undefined) return undefined;
  const { protocol } = extension;
  if (protocol === 'cms') issues.error(EXTENSION_FILE, 'an interactor speaks kattis or testlib');
  return { kind: 'interaction', interactor: { protocol: protocol === 'testlib' ? 'testlib' : 'kattis', program } };
}

const validatorFolder = ({ format }: Metadata): string => (format === 'legacy' ? 'output_validators' : 'output_validator');

function missing(file: string, issues: Issues): undefined {
  issues.error(file, 'is missing; this kind of problem needs an output validator of its own');
  return undefined;
}

function functionOf({ driver, stubs }: FunctionParts, checker: Checker, issues: Issues): Evaluation | undefined {
  const program = setterProgram(driver, issues);
  const own = Object.entries(stubs);
  return (
    program && {
      kind: 'function',
      driver: program,
      stubs: Object.fromEntries(own.map(([id, stub]) => [id, stub.program.files.map(({ name, bytes }) => ({ name, bytes }))])),
      submissionNames: Object.fromEntries(own.map(([id, { solution }]) => [id, solution])),
      checker,
    }
  );
}

/** A program as the judge takes it. A grammar for another tool it cannot take, which is then an issue. */
export function setterProgram({ path, files, run }: PackageProgram, issues: Issues): SetterProgram | undefined {
  const own = files.map(({ name, bytes }) => ({ name, bytes }));
  if (run.kind === 'language') return { name: path, language: run.language, files: own };
  if (run.kind === 'script') return { name: path, language: 'script', files: own };
  issues.error(path, `is a grammar for ${run.kind}, and no program`);
  return undefined;
}

function comparisonOf(extension: Extension, tests: readonly PackageTest[], issues: Issues): Comparison {
  const { comparison } = extension;
  if (comparison === undefined) return defaultComparison(tests, issues);
  if (comparison !== 'floats') return { kind: comparison };
  return { kind: 'floats', tolerance: tolerance(extension.absoluteTolerance, extension.relativeTolerance) };
}

/** By the flags of the first test that decides; those that have others bring their own, see `ownComparison`. */
function defaultComparison(tests: readonly PackageTest[], issues: Issues): Comparison {
  const first = firstOf(tests);
  return parseFlags(first?.outputValidatorArgs ?? [], (message) => issues.error(first?.inputPath ?? 'data', message));
}

const firstOf = (tests: readonly PackageTest[]): PackageTest | undefined =>
  tests.find(({ name }) => name.startsWith('secret/')) ?? tests[0];

/** How a test is compared whose flags for the default output validator differ from those of the first. */
export function ownComparison(test: PackageTest, tests: readonly PackageTest[], issues: Issues): Comparison | undefined {
  const flags = firstOf(tests)?.outputValidatorArgs ?? [];
  if (test.outputValidatorArgs.join('\0') === flags.join('\0')) return undefined;
  return parseFlags(test.outputValidatorArgs, (message) => issues.error(test.inputPath, message));
}

/** The flags of the default output validator. */
function parseFlags(flags: readonly string[], complain: (message: string) => void): Comparison {
  const given = new Map<string, string | true>();
  for (let index = 0; index < flags.length; index++) {
    const flag = flags[index] ?? '';
    if (given.has(flag)) complain(`the flag ${flag} is given twice`);
    if (flag === 'case_sensitive' || flag === 'space_change_sensitive') given.set(flag, true);
    else if (/^float_(relative_|absolute_)?tolerance$/.test(flag)) given.set(flag, flags[++index] ?? '');
    else complain(`"${flag}" is no flag of the default output validator`);
  }
  const both = text(given.get('float_tolerance'));
  const [absolute, relative] = [text(given.get('float_absolute_tolerance')), text(given.get('float_relative_tolerance'))];
  if (both !== undefined && (absolute ?? relative) !== undefined)
    complain('float_tolerance stands for both others; give one or the other');
  for (const value of [both, absolute, relative]) {
    const parsed = value === undefined ? undefined : parseRational(value);
    if (value !== undefined && (parsed === undefined || parsed.numerator < 0n)) complain(`"${value}" is no tolerance`);
  }
  const hasTolerance = (both ?? absolute ?? relative) !== undefined;
  return {
    kind: 'kattis',
    caseSensitive: given.has('case_sensitive'),
    spaceSensitive: given.has('space_change_sensitive'),
    ...(hasTolerance ? { tolerance: tolerance(absolute ?? both, relative ?? both) } : {}),
  };
}

const text = (value: string | true | undefined): string | undefined => (value === true ? undefined : value);

function tolerance(absolute: string | undefined, relative: string | undefined): Tolerance {
  const [one, other] = [absolute, relative].map((value) => (value === undefined ? undefined : parseRational(value)));
  return { ...(one === undefined ? {} : { absolute: one }), ...(other === undefined ? {} : { relative: other }) };
}
