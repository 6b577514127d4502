import {
  type Difference,
  decodeText,
  isZero,
  printable,
  type Rational,
  rational,
  roundedRational,
  type SubmissionReport,
  type TestReport,
} from '@cupel/domain';
import { nameAt, pointsOf } from './problem.js';
import type { GradeResult, GradeTestCase, TestResult } from './request.js';

/** What is returned of a report: of a hidden test its name and whether it passed, and nothing else. */
export function gradeResultOf(report: SubmissionReport, tests: readonly GradeTestCase[]): GradeResult {
  const byName = new Map(report.tests.map((test) => [test.name, test]));
  const results = tests.map((test, index) => testResultOf(test, byName.get(nameAt(index)), report));
  const total = tests.map(pointsOf).reduce(plus, rational(0));
  const earned = report.score.points;
  const passed = results.filter(({ passed: isPassed }) => isPassed).length;
  return {
    status: report.status,
    total_points: roundedRational(total),
    earned_points: roundedRational(earned),
    percentage: isZero(total) ? 0 : roundedRational(percent(earned, total), 2),
    passed_count: passed,
    failed_count: results.length - passed,
    test_results: results,
    ...(report.status === 'compile_error' && report.compile !== undefined
      ? { compile_output: decodeText(report.compile.output).text }
      : {}),
  };
}

const plus = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

const percent = (part: Rational, whole: Rational): Rational =>
  rational(100n * part.numerator * whole.denominator, part.denominator * whole.numerator);

const HIDDEN = '[hidden]';

export function testResultOf(
  test: GradeTestCase,
  report: TestReport | undefined,
  whole: Pick<SubmissionReport, 'verdict' | 'because'>,
): TestResult {
  const { name = '', hidden = false } = test;
  const passed = report?.verdict === 'AC';
  if (hidden) return { name, passed, actual_output: HIDDEN };
  const given = { input: textOf(test.input), expected_output: textOf(test.expected_output) };
  if (report === undefined) return { name, passed, verdict: whole.verdict, points: 0, ...given, error: whole.because };
  return {
    name,
    passed,
    verdict: report.verdict,
    points: roundedRational(report.points),
    ...given,
    actual_output: decodeText(report.output).text,
    ...(passed ? {} : { error: errorOf(report) }),
    time: report.time / 1e6,
    memory: report.memory,
  };
}

/** With what the program said last, where it fell over: there interpreters name what they choked on. */
function errorOf({ because, difference, verdict, stderr }: TestReport): string {
  if (difference !== undefined) return differenceWords(difference);
  const last = verdict === 'RE' || verdict === 'SIG' ? (decodeText(stderr).text.trim().split('\n').at(-1) ?? '') : '';
  return last === '' ? because : `${because}: ${printable(last, MOST_SAID)}`;
}

const MOST_SAID = 200;

function differenceWords({ line, column, expected, got }: Difference): string {
  const side = (text: string | undefined) => (text === undefined ? 'the end' : `'${text}'`);
  return `line ${line}, column ${column}: expected ${side(expected)}, got ${side(got)}`;
}

const textOf = (given: string | Uint8Array): string => (typeof given === 'string' ? given : decodeText(given).text);
