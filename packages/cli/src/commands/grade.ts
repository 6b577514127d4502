import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  CupelError,
  decodeText,
  roundedRational,
  type SubmissionReport,
  sanitizeForTerminal,
  seconds,
  size,
  type TestReport,
} from '@cupel/domain';
import { judgeSubmission } from '@cupel/judge';
import { type GradedTest, issueText, readTestFile, type TestFile } from '@cupel/problems';
import { oneLine, pointsText } from '@cupel/verify';
import { isolationMode } from '../options.js';
import { type Paint, paintFor } from '../paint.js';
import { judgeEnvironment } from '../problem/environment.js';
import { failureText } from '../problem/report-lines.js';
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
  const { tests, problem } = readTests(options.tests);
  const submission = await readSubmission(files, options);
  await using session = openSession(warmth(options));
  const environment = judgeEnvironment(await session.sandbox(), '', mode);
  let done = 0;
  const report = await judgeSubmission(environment, problem, submission, {
    onTest: () => {
      done++;
      if (process.stderr.isTTY) process.stderr.write(`\r${bar(done, tests.length)}`);
    },
  });
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K`);
  const write = options.json ? JSON.stringify(gradeJson(report, tests), null, 2) : table(report, tests, paintFor(process.stdout));
  process.stdout.write(`${write}\n`);
  process.exitCode = report.verdict === 'IE' ? 1 : 0;
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

function table(report: SubmissionReport, tests: readonly GradedTest[], paint: Paint): string {
  if (report.status !== 'judged') {
    const said = report.compile === undefined ? '' : `${sanitizeForTerminal(report.compile.output)}\n`;
    return `${said}${paint('red', `✗ ${report.verdict}`)}: ${report.because}`;
  }
  const width = Math.max(...tests.map(({ name }) => name.length), 4);
  const byName = new Map(report.tests.map((test) => [test.name, test]));
  const rows = tests.map((test, index) => row(test, byName.get(String(index + 1)), width, paint));
  const { earned_points, total_points, percentage, passed_count, failed_count } = summaryOf(report);
  return `${rows.join('')}\n${earned_points} of ${total_points} points (${percentage} %), ${passed_count} passed, ${failed_count} failed`;
}

function row(test: GradedTest, report: TestReport | undefined, width: number, paint: Paint): string {
  if (report === undefined) return `- ${oneLine(test.name).padEnd(width)}  not run\n`;
  const passed = report.verdict === 'AC';
  const shape = passed ? paint('green', '✓') : paint('red', '✗');
  if (test.hidden) return `${shape} ${oneLine(test.name).padEnd(width)}  [hidden]\n`;
  const line = `${shape} ${oneLine(test.name).padEnd(width)}  ${report.verdict.padEnd(3)}  ${seconds(report.time).padStart(8)}  ${size(report.memory).padStart(9)}  ${pointsText(report.points, report.maximum).padStart(8)}`;
  const why = passed ? '' : `  ${report.verdict === 'WA' ? difference(test, report) : failureText(report)}`;
  return `${line}${why}\n`;
}

function difference({ expectedOutput }: GradedTest, { output }: TestReport): string {
  return `expected '${oneLine(expectedOutput)}', got '${oneLine(decodeText(output).text)}'`;
}

function summaryOf(report: SubmissionReport) {
  const passed = report.tests.filter(({ verdict }) => verdict === 'AC').length;
  const maximum = report.score.maximum === 'unbounded' ? 0 : roundedRational(report.score.maximum);
  const earned = roundedRational(report.score.points);
  return {
    total_points: maximum,
    earned_points: earned,
    percentage: maximum === 0 ? 0 : Math.round((earned / maximum) * 10_000) / 100,
    passed_count: passed,
    failed_count: report.tests.length - passed,
  };
}

/** The answer of POST /api/grade, of a hidden test with no more than whether it was passed. */
function gradeJson(report: SubmissionReport, tests: readonly GradedTest[]): unknown {
  const byName = new Map(report.tests.map((test) => [test.name, test]));
  return {
    verdict: report.verdict,
    because: report.because,
    compile_output: report.compile === undefined ? null : new TextDecoder().decode(report.compile.output),
    ...summaryOf(report),
    test_results: tests.map((test, index) => testJson(test, byName.get(String(index + 1)))),
  };
}

function testJson(test: GradedTest, report: TestReport | undefined): unknown {
  const passed = report?.verdict === 'AC';
  const own = { name: test.name, passed, points: report === undefined ? 0 : roundedRational(report.points) };
  if (report === undefined) return own;
  if (test.hidden) return { ...own, actual_output: '[hidden]' };
  return {
    ...own,
    verdict: report.verdict,
    actual_output: decodeText(report.output).text,
    expected_output: test.expectedOutput,
    ...(passed ? {} : { error: report.because }),
    time: report.time / 1e6,
    memory: report.memory,
  };
}
