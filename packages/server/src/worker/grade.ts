import type { Toolchain } from '@cupel/domain';
import { type GradeRequest, type GradeResult, grade } from '@cupel/judge';
import type { NewResult } from '@cupel/store';
import { comparisonOf, GradeOptionsSchema, GradeTestsSchema, TESTS_FILE } from '../platform/jobs/submission-options.js';
import type { PerformContext } from './context.js';
import type { HeldJob } from './held-job.js';
import { judgeEnvironment } from './judge-environment.js';
import type { JobSandbox } from './launcher-watch.js';
import { bareResult, failure, type Outcome } from './outcome.js';
import { bytesOf, sourcesOf } from './sources.js';

/** Grades a submission by the tests that came with it. What is stored has lost already what hidden tests hold. */
export async function performGrading(
  held: HeldJob,
  toolchain: Toolchain,
  { sandbox, hasCrashed }: JobSandbox,
  context: PerformContext,
): Promise<Outcome> {
  const { recorder, signal } = held;
  const request = await requestOf(held, toolchain, context);
  const environment = judgeEnvironment(sandbox, { ...context, cache: context.problems.cache });
  const result = await grade(environment, request, {
    parallel: context.slots.most,
    signal,
    onStage: (stage) => recorder.add(stage, {}),
    onResult: (test, index) => recorder.add('test', { index, ...test }),
  });
  if (result.status === 'internal_error' || result.status === 'cancelled' || result.status === 'judging_failed')
    return failure(result.status, 'the tests could not be run', hasCrashed());
  return { kind: 'result', result: resultOf(held, result, toolchain) };
}

async function requestOf({ job }: HeldJob, toolchain: Toolchain, { connection }: PerformContext): Promise<GradeRequest> {
  const tests = job.files.find(({ name }) => name === TESTS_FILE);
  const bytes = tests === undefined ? new Uint8Array() : await bytesOf(job, connection, tests.content);
  const { checker } = GradeOptionsSchema.parse(job.options);
  return {
    submission: { toolchain, files: await sourcesOf(job, connection) },
    test_cases: GradeTestsSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))),
    limits: job.limits,
    ...(checker === undefined ? {} : { checker: comparisonOf(checker) }),
  };
}

/**
 * The verdict is that of the first visible test that failed. Where only hidden ones did it is WA, whatever they died of: more
 * would tell of a hidden test what it does not tell itself.
 */
function resultOf({ job }: HeldJob, result: GradeResult, { language, versions, variant }: Toolchain): NewResult {
  const failed = result.test_results.filter(({ passed }) => !passed);
  const shown = failed.find(({ verdict }) => verdict !== undefined)?.verdict;
  const verdict = result.status === 'compile_error' ? 'CE' : failed.length === 0 ? 'AC' : (shown ?? 'WA');
  const because =
    result.status === 'compile_error'
      ? 'the compiler refused the program'
      : `${result.passed_count} of ${result.test_results.length} tests passed`;
  const visible = result.test_results.filter(({ time }) => time !== undefined);
  return {
    ...bareResult(job, {
      verdict,
      cause: result.status,
      because,
      outcome: verdict,
      more: { language: { id: language.id, version: variant?.version ?? Object.values(versions)[0] ?? '' }, grade: result },
    }),
    cpuTime: visible.reduce((total, { time = 0 }) => total + Math.round(time * 1e6), 0),
  };
}
