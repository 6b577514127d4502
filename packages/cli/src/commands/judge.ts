import { CupelError, type Problem, type SubmissionReport, sanitizeForTerminal, testsOf } from '@cupel/domain';
import { judgeSubmission, type Submission } from '@cupel/judge';
import { isolationMode } from '../options.js';
import { type Paint, paintFor } from '../paint.js';
import { judgeEnvironment } from '../problem/environment.js';
import { openPackage, type PackageOptions, requireProblem } from '../problem/open.js';
import { groupLines, reportJson, testLine } from '../problem/report-lines.js';
import { type LanguageOptions, readAnswerSubmission, readSubmission } from '../problem/submission.js';
import { openSession, warmth } from '../session.js';

export interface JudgeCommandOptions extends PackageOptions, LanguageOptions {
  readonly all?: boolean;
  readonly exclusive?: boolean;
  readonly parallel?: string;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly permissive?: boolean;
  readonly cold?: boolean;
}

/** `cupel judge PACKAGE FILE…`: a line per test as it ends, then groups and points. Exit code 1 where it could not be judged. */
export async function judgeCommand(path: string, files: readonly string[], options: JudgeCommandOptions): Promise<void> {
  const mode = isolationMode(options);
  const parallel = parallelOf(options.parallel);
  await using opened = await openPackage(path, options);
  const { problem } = requireProblem(path, opened.result);
  const submission = await submissionTo(problem, files, options);
  await using session = openSession({ blobs: opened.blobs, ...warmth(options) });
  const environment = judgeEnvironment(await session.sandbox(), opened.blobs, mode);
  const paint = paintFor(process.stdout);
  const width = Math.max(...testsOf(problem.tests).map(({ name }) => name.length));
  const report = await judgeSubmission(environment, problem, submission, {
    parallel,
    exclusive: options.exclusive ?? false,
    ...(options.all ? { execution: 'run_all' } : {}),
    onTest: (test) => {
      if (!options.json) process.stdout.write(testLine(test, width, problem.type === 'scoring', paint));
    },
  });
  process.stdout.write(options.json ? `${JSON.stringify(reportJson(report), null, 2)}\n` : summary(report, problem, paint));
  process.exitCode = report.status === 'judged' || report.status === 'compile_error' ? 0 : 1;
}

/** Where the problem asks for answers these are files, a folder of them or its zip. */
function submissionTo(problem: Problem, files: readonly string[], options: JudgeCommandOptions): Promise<Submission> {
  return problem.evaluation.kind === 'answers' ? readAnswerSubmission(files, options) : readSubmission(files, options);
}

function parallelOf(text: string | undefined): number {
  if (text === undefined) return 1;
  if (!/^[1-9]\d?$/.test(text))
    throw new CupelError('option_missing', { option: 'a number from 1 to 99 after --parallel' }, { field: '--parallel' });
  return Number(text);
}

function summary(report: SubmissionReport, { type, objective }: Problem, paint: Paint): string {
  const { verdict, because, score, compile, faults } = report;
  const compiled = verdict === 'CE' && compile !== undefined ? `${sanitizeForTerminal(compile.output)}\n` : '';
  const fewer = objective === 'min' ? 'Fewer points are better; only an accepted submission has any.\n' : '';
  const groups = type === 'scoring' ? `\n${groupLines(score).join('')}${fewer}` : '\n';
  const broken = faults.map(
    ({ part, program, problem, test }) =>
      `the ${part} ${program} ${sanitizeForTerminal(problem)}${test === undefined ? '' : ` (${test})`}\n`,
  );
  const head = paint(
    verdict === 'AC' ? 'green' : verdict === 'IE' ? 'yellow' : 'red',
    `${verdict === 'AC' ? '✓' : '✗'} ${verdict}`,
  );
  return `${compiled}${groups}${broken.join('')}${head}: ${because}\n`;
}
