import { CupelError, type Limits, limitsFor, type Problem, type SetterFile } from '@cupel/domain';
import { type Compiled, compile, type NotCompiled } from '../compile.js';
import type { SourceFile } from '../request.js';
import type { JudgeEnvironment, JudgeOptions, Submission } from './environment.js';

/** Compiles a submission beside what the problem adds to it. Throws the submitter's mistakes. */
export function compileSubmission(
  { sandbox, mode }: JudgeEnvironment,
  problem: Problem,
  submission: Submission,
  { signal }: JudgeOptions,
): Promise<Compiled | NotCompiled> {
  checkSize(problem, submission);
  const files = filesOf(problem, submission);
  return compile(sandbox, submission.toolchain, { files, mode }, signal === undefined ? {} : { signal });
}

export const limitsOf = (problem: Problem, { toolchain }: Submission, options: JudgeOptions): Limits =>
  options.limits ?? limitsFor(problem.limits, toolchain.language);

/** A problem may be for some languages only: those that its static validator reads, or that have what it asks for. */
export function refuseOtherLanguages({ name, languages }: Problem, { toolchain }: Submission): void {
  const { id } = toolchain.language;
  if (languages === undefined || languages.includes(id)) return;
  const params = { problem: name, language: id, available: languages.join(', ') };
  throw new CupelError('problem_language_not_offered', params, { field: 'language' });
}

export function checkSize({ limits }: Problem, { files }: Submission): void {
  const bytes = files.reduce((total, file) => total + file.bytes.length, 0);
  if (bytes > limits.sourceBytes) throw new CupelError('code_too_long', { bytes, limit: limits.sourceBytes }, { field: 'files' });
}

/** What the problem brings wins over a file of the same name: a submission does not replace the stub that it runs behind. */
function filesOf(problem: Problem, { toolchain, files }: Submission): readonly SourceFile[] {
  const { id, source } = toolchain.language;
  const included = find(problem.included, id) ?? find(problem.included, 'default') ?? [];
  const { first, own } = problem.evaluation.kind === 'function' ? behindStub(problem, id, files) : { first: [], own: files };
  const reserved = new Set([...first, ...included].map(({ name }) => name.toLowerCase()));
  // A file without a name will be called as the language's sources are.
  return [...first, ...own.filter(({ name = source }) => !reserved.has(name.toLowerCase())), ...included];
}

interface Parts {
  readonly first: readonly SetterFile[];
  readonly own: readonly SourceFile[];
}

function behindStub({ name, evaluation }: Problem, language: string, [main, ...others]: readonly SourceFile[]): Parts {
  if (evaluation.kind !== 'function') return { first: [], own: [] };
  const stub = find(evaluation.stubs, language);
  const submissionName = find(evaluation.submissionNames, language);
  if (stub === undefined || submissionName === undefined) {
    const available = Object.keys(evaluation.stubs).join(', ');
    throw new CupelError('problem_language_not_offered', { problem: name, language, available }, { field: 'language' });
  }
  if (main === undefined) throw new CupelError('program_missing', {}, { field: 'files' });
  return { first: stub, own: [{ name: submissionName, bytes: main.bytes }, ...others] };
}

/** Languages are named by strangers: `constructor` is none of ours. */
function find<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
