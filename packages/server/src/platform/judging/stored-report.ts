import {
  type Exit,
  type JudgingFault,
  type Limits,
  readGroupScore,
  readMaximum,
  readRational,
  type StoredGroupScore,
  type SubmissionReport,
  type TestReport,
  type Verdict,
} from '@cupel/domain';
import type { JudgedTest, Judging } from '@cupel/store';

/** The setter's report, as it was when the judging ended. Undefined for one that has not. */
export function storedReport(
  judging: Judging,
  tests: readonly JudgedTest[],
  problem: string,
  language: string,
): SubmissionReport | undefined {
  const { status, verdict, because, score, languageVersion, limits, compileOutput, faults } = judging;
  if (status === null || score === null) return undefined;
  const compile = compileOutput === null ? {} : { compile: { output: compileOutput, truncated: false, because: because ?? '' } };
  return {
    problem,
    status,
    verdict: verdict as Verdict,
    because: because ?? '',
    language: { id: language, version: languageVersion ?? '' },
    limits: limits as unknown as Limits,
    ...compile,
    tests: tests.map(testReport),
    score: readGroupScore(score as unknown as StoredGroupScore),
    faults: faults as readonly JudgingFault[],
  };
}

function testReport(test: JudgedTest): TestReport {
  const { transcriptInteractor, transcriptSubmission } = test;
  return {
    name: test.name,
    number: test.position,
    visibility: test.visibility,
    verdict: test.verdict as Verdict,
    cause: test.cause as TestReport['cause'],
    because: test.because,
    points: readRational(test.points),
    maximum: readMaximum(test.maximum),
    time: test.cpuTime,
    wallTime: test.wallTime,
    memory: test.memoryPeak,
    ...(test.exit === null ? {} : { exit: test.exit as unknown as Exit }),
    runs: test.runs,
    passes: test.passes,
    output: test.output ?? new Uint8Array(),
    stderr: test.stderr,
    truncated: { output: test.outputTruncated || test.output === null, stderr: test.stderrTruncated },
    ...(test.difference === null ? {} : { difference: test.difference as unknown as NonNullable<TestReport['difference']> }),
    messages: { setter: test.setterMessage.toString('utf8'), team: test.teamMessage.toString('utf8') },
    ...(transcriptInteractor === null || transcriptSubmission === null
      ? {}
      : { transcript: { fromInteractor: transcriptInteractor, fromSubmission: transcriptSubmission } }),
  };
}
