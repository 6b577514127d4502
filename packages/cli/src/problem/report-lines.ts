import {
  type Difference,
  decodeText,
  formatRational,
  type GroupScore,
  type Rational,
  roundedRational,
  type SubmissionReport,
  seconds,
  size,
  type TestReport,
} from '@cupel/domain';
import { oneLine, pointsText } from '@cupel/verify';
import type { Paint } from '../paint.js';

/** One line of a test: shape, letters, name, CPU time, memory, points, and the reason where it is no AC. */
export function testLine(report: TestReport, width: number, scoring: boolean, paint: Paint): string {
  const { verdict, name, time, memory, messages } = report;
  const passed = verdict === 'AC';
  const head = paint(passed ? 'green' : verdict === 'IE' ? 'yellow' : 'red', `${passed ? '✓' : '✗'} ${verdict.padEnd(3)}`);
  const use = `${seconds(time).padStart(8)}  ${size(memory).padStart(9)}`;
  const points = scoring ? `  ${pointsText(report.points, report.maximum).padStart(12)}` : '';
  const said = messages.setter === '' ? '' : `; ${oneLine(messages.setter)}`;
  const why = report.difference === undefined ? failureText(report) : differenceText(report.difference);
  const reason = passed && said === '' ? '' : `  ${paint('dim', `${passed ? '' : why}${passed ? said.slice(2) : said}`)}`;
  return `${head}  ${name.padEnd(width)}  ${use}${points}${reason}\n`;
}

/** Why a test failed, with the last line that the program wrote to stderr: there interpreters say what they choked on. */
function failureText({ because, stderr, verdict }: TestReport): string {
  const last = decodeText(stderr).text.trim().split('\n').at(-1) ?? '';
  return last === '' || (verdict !== 'RE' && verdict !== 'SIG') ? because : `${because}: ${oneLine(last)}`;
}

/** Where the output departs from the answer. */
function differenceText({ line, column, expected, got }: Difference): string {
  const side = (text: string | undefined) => (text === undefined ? 'the end' : `'${oneLine(text)}'`);
  return `wrong output in line ${line}, column ${column}: expected ${side(expected)}, got ${side(got)}`;
}

/** The groups with their points, each below the one that it stands in. */
export function groupLines(score: GroupScore, depth = 0): readonly string[] {
  const name = score.name === '' ? 'all' : score.name;
  const own = `${'  '.repeat(depth)}${name}: ${score.verdict ?? 'not run'}, ${pointsText(score.points, score.maximum)} points\n`;
  return [own, ...score.groups.flatMap((group) => groupLines(group, depth + 1))];
}

/** The report for programs: seconds, bytes, points as exact fractions and as numbers. */
export function reportJson(report: SubmissionReport): unknown {
  return {
    problem: report.problem,
    status: report.status,
    verdict: report.verdict,
    because: report.because,
    language: report.language,
    compile: report.compile === undefined ? null : { ...report.compile, output: new TextDecoder().decode(report.compile.output) },
    points: pointsJson(report.score.points),
    maximum: maximumJson(report.score.maximum),
    groups: report.score.groups.map(groupJson),
    tests: report.tests.map(testJson),
    faults: report.faults,
  };
}

function groupJson(group: GroupScore): unknown {
  return {
    name: group.name,
    verdict: group.verdict ?? null,
    points: pointsJson(group.points),
    maximum: maximumJson(group.maximum),
    groups: group.groups.map(groupJson),
  };
}

function testJson(test: TestReport): unknown {
  return {
    name: test.name,
    number: test.number,
    verdict: test.verdict,
    cause: test.cause,
    because: test.because,
    points: pointsJson(test.points),
    maximum: maximumJson(test.maximum),
    cpu_time: test.time / 1e6,
    wall_time: test.wallTime / 1e6,
    memory: test.memory,
    runs: test.runs,
    passes: test.passes,
    difference: test.difference ?? null,
    messages: test.messages,
  };
}

const pointsJson = (points: Rational) => ({ exact: formatRational(points), value: roundedRational(points) });
const maximumJson = (maximum: Rational | 'unbounded') => (maximum === 'unbounded' ? maximum : pointsJson(maximum));
