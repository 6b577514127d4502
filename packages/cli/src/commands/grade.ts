import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CupelError, derivedWallTime, type Limits, sanitizeForTerminal, seconds, size } from '@cupel/domain';
import { type GradeResult, grade, type Submission, type TestResult, testLimits } from '@cupel/judge';
import { issueText, readTestFile, type TestFile } from '@cupel/problems';
import { oneLine } from '@cupel/verify';
import { isolationMode } from '../options.js';
import { type Paint, paintFor } from '../paint.js';
import { judgeEnvironment } from '../problem/environment.js';
import { type LanguageOptions, readSubmission } from '../problem/submission.js';
import { openSession, warmth } from '../session.js';

export interface GradeOptions extends LanguageOptions {
  readonly tests: string;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly permissive?: boolean;
  readonly cold?: boolean;
}

/** `cupel grade FILE… --tests FILE`: a table of the tests, a progress bar while they run, points at the end. */
export async function gradeCommand(files: readonly string[], options: GradeOptions): Promise<void> {
  const mode = isolationMode(options);
  const file = readTests(options.tests);
  const submission = await readSubmission(files, options);
  await using session = openSession(warmth(options));
  const environment = judgeEnvironment(await session.sandbox(), '', mode);
  let done = 0;
  const request = { submission, test_cases: file.tests, checker: file.comparison, limits: limitsOf(submission, file) };
  const onResult = () => {
    done++;
    if (process.stderr.isTTY) process.stderr.write(`\r${bar(done, file.tests.length)}`);
  };
  const result = await grade(environment, request, { onResult });
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K`);
  // The answer of POST /api/grade.
  const write = options.json ? JSON.stringify(result, null, 2) : table(result, paintFor(process.stdout));
  process.stdout.write(`${write}\n`);
  process.exitCode = result.status === 'judged' || result.status === 'compile_error' ? 0 : 1;
}

/** Those of quick grading, with what the file says over them. */
function limitsOf({ toolchain }: Submission, { limits }: TestFile): Limits {
  const standard = testLimits(toolchain.language.run.limits);
  const wallTime = limits.cpuTime === undefined ? standard.wallTime : derivedWallTime(limits.cpuTime);
  return { ...standard, ...limits, wallTime };
}

function readTests(path: string): TestFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const problem = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new CupelError('file_unreadable', { name: path, problem }, { field: '--tests', cause });
  }
  const read = readTestFile(text, basename(path));
  const errors = read.issues.filter(({ level }) => level === 'error');
  if (errors[0] === undefined) return read;
  throw new CupelError('tests_bad', { name: path, problems: errors.map(issueText).join('; ') }, { field: '--tests' });
}

const BAR_WIDTH = 30;

function bar(done: number, of: number): string {
  const full = Math.round((done / of) * BAR_WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}] ${done}/${of}`;
}

function table(result: GradeResult, paint: Paint): string {
  const { status, compile_output, test_results, earned_points, total_points, percentage, passed_count, failed_count } = result;
  if (status !== 'judged') {
    const said = compile_output === undefined ? '' : `${sanitizeForTerminal(Buffer.from(compile_output))}\n`;
    return `${said}${paint('red', '✗')} ${status.replaceAll('_', ' ')}`;
  }
  const width = Math.max(...test_results.map(({ name }) => oneLine(name).length), 4);
  const rows = test_results.map((one) => row(one, width, paint));
  return `${rows.join('')}\n${earned_points} of ${total_points} points (${percentage} %), ${passed_count} passed, ${failed_count} failed`;
}

/** Of a hidden test whether it was passed, and nothing else. */
function row(
  { name, passed, verdict, time = 0, memory = 0, points = 0, error }: TestResult,
  width: number,
  paint: Paint,
): string {
  const shape = passed ? paint('green', '✓') : paint('red', '✗');
  const head = `${shape} ${oneLine(name).padEnd(width)}`;
  if (verdict === undefined) return `${head}  [hidden]\n`;
  const use = `${seconds(time * 1e6).padStart(8)}  ${size(memory).padStart(9)}`;
  const why = error === undefined ? '' : `  ${oneLine(error)}`;
  return `${head}  ${verdict.padEnd(3)}  ${use}  ${String(points).padStart(6)}${why}\n`;
}
