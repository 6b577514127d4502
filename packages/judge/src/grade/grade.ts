import type { TestReport } from '@cupel/domain';
import type { JudgeEnvironment } from '../problem/environment.js';
import { judgeSubmission } from '../problem/judge.js';
import { gradeProblem } from './problem.js';
import type { GradeOptions, GradeRequest, GradeResult } from './request.js';
import { gradeResultOf, testResultOf } from './result.js';

/**
 * Grades one submission by tests that come with it. Throws `problem_…` for what is wrong with the tests, the submitter's
 * mistakes (`program_…`, `file_…`, `code_too_long`), and what keeps a box from being started.
 */
export async function grade(
  environment: JudgeEnvironment,
  request: GradeRequest,
  { onResult, ...options }: GradeOptions = {},
): Promise<GradeResult> {
  const { submission, test_cases } = request;
  const onTest = (report: TestReport) => {
    const index = report.number - 1;
    const test = test_cases[index];
    if (test !== undefined) onResult?.(testResultOf(test, report, report), index);
  };
  const report = await judgeSubmission(environment, gradeProblem(request), submission, { ...options, onTest });
  return gradeResultOf(report, test_cases);
}
