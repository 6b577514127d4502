import { formatRational, type GroupScore, type SubmissionReport, type TestReport, writeMaximum } from '@cupel/domain';
import type { JsonObject, Judging, NewJudgedTest, NewJudgingResult } from '@cupel/store';
import type { HeldProblem } from './judge-problems.js';

/** A report as the rows of a judging. */
export function judgingResultOf({ id }: Judging, { version }: HeldProblem, report: SubmissionReport): NewJudgingResult {
  const { score, compile } = report;
  const { numerator, denominator } = score.points;
  return {
    judgingId: id,
    status: report.status,
    verdict: report.verdict,
    because: report.because,
    points: { text: formatRational(score.points), numerator, denominator },
    maximum: writeMaximum(score.maximum),
    score: scoreJson(score),
    faults: report.faults,
    ...(compile === undefined ? {} : { compileOutput: compile.output }),
    languageVersion: report.language.version,
    limits: report.limits as unknown as JsonObject,
    outputRetention: version.outputRetention,
    tests: report.tests.map(testOf),
  };
}

/** A judging that came to nothing before a test was begun. */
export function nothingJudged({ id }: Judging, faults: readonly unknown[]): NewJudgingResult {
  const nothing = { points: '0', maximum: '0' };
  return {
    judgingId: id,
    status: 'judging_failed',
    verdict: 'IE',
    because: 'the problem cannot be judged',
    points: { text: '0', numerator: 0n, denominator: 1n },
    maximum: nothing.maximum,
    score: { name: '', subtask: false, groups: [], ...nothing },
    faults,
    languageVersion: '',
    limits: {},
    outputRetention: 0,
    tests: [],
  };
}

function testOf(test: TestReport): NewJudgedTest {
  const { messages, transcript, truncated } = test;
  return {
    position: test.number,
    verdict: test.verdict,
    cause: test.cause,
    because: test.because,
    points: formatRational(test.points),
    maximum: writeMaximum(test.maximum),
    cpuTime: test.time,
    wallTime: test.wallTime,
    memoryPeak: test.memory,
    runs: test.runs,
    passes: test.passes,
    exit: (test.exit as unknown as JsonObject | undefined) ?? null,
    difference: (test.difference as unknown as JsonObject | undefined) ?? null,
    setterMessage: Buffer.from(messages.setter),
    teamMessage: Buffer.from(messages.team),
    stderr: test.stderr,
    stderrTruncated: truncated.stderr,
    output: test.output,
    outputTruncated: truncated.output,
    transcript:
      transcript === undefined ? null : { interactor: transcript.fromInteractor, submission: transcript.fromSubmission },
  };
}

function scoreJson({ points, maximum, groups, ...rest }: GroupScore): JsonObject {
  return { ...rest, points: formatRational(points), maximum: writeMaximum(maximum), groups: groups.map(scoreJson) };
}
