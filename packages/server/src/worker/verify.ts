/**
 * A version of a problem, verified as `cupel problem verify` does it: its package is unpacked and read once more, and all that it
 * promises is tried in boxes. The report is the setter's; statements that were LaTeX become HTML for everybody.
 */
import { Readable } from 'node:stream';
import { CupelError, type Sandbox } from '@cupel/domain';
import { type ProblemPackage, readPackage } from '@cupel/problems';
import { findPackage, findWaitingVerification, type JsonObject, readBlob, type VerificationResult } from '@cupel/store';
import { holds, renderStatements, type Verification, verifyPackage } from '@cupel/verify';
import { VerifyOptionsSchema } from '../platform/jobs/submission-options.js';
import { unpackPackage } from '../platform/judging/unpack.js';
import type { PerformContext } from './context.js';
import type { HeldJob } from './held-job.js';
import { judgeEnvironment } from './judge-environment.js';
import type { JobSandbox } from './launcher-watch.js';
import { bareResult, failure, type Outcome } from './outcome.js';

export async function performVerification(held: HeldJob, own: JobSandbox, context: PerformContext): Promise<Outcome> {
  const { job, recorder } = held;
  const waiting = await findWaitingVerification(context.connection, job.lease.submissionId);
  if (waiting === undefined) return failure('record_not_found', 'there is no verification that waits for this job');
  recorder.add('preparing', {});
  const { slug } = VerifyOptionsSchema.parse(job.options);
  await using unpacked = await unpackPackage(
    await packageOf(job.tenantId, waiting.versionId, context),
    slug,
    context.packageLimits,
  );
  const { languages, packageLimits: limits, problems } = context;
  const read = await readPackage(unpacked.folder, { languages, blobs: unpacked.blobs, limits });
  if (read.kind !== 'package') return failure('package_bad', 'a package that was read when it came cannot be read any more');
  const adopted = await problems.cache.adopt(unpacked.blobs);
  try {
    const found = read.package;
    const environment = judgeEnvironment(stoppable(own.sandbox, held.signal), { ...context, cache: problems.cache });
    recorder.add('running', {});
    const report = waiting.part === 'all' ? await verifyPackage(found, environment, progressOf(held)) : undefined;
    const rendered = await renderedOf(found, environment.sandbox);
    return done(held, { id: waiting.id, rendered, ...reportOf(report) });
  } finally {
    problems.cache.release(adopted);
  }
}

async function packageOf(tenantId: string, versionId: string, { connection }: PerformContext): Promise<Readable> {
  const sha256 = await findPackage(connection, tenantId, versionId);
  if (sha256 === undefined) throw new CupelError('record_not_found', { what: 'package' });
  return Readable.from(readBlob(connection, tenantId, sha256));
}

/** Everything that runs ends with the job: a verification is long, and has no result when it is stopped. */
function stoppable(sandbox: Sandbox, signal: AbortSignal): Sandbox {
  return {
    ...sandbox,
    run: (spec, hooks) => {
      signal.throwIfAborted();
      return sandbox.run(spec, { signal, ...hooks });
    },
    runGroup: (specs, hooks) => {
      signal.throwIfAborted();
      return sandbox.runGroup(
        specs,
        specs.map((_, index) => ({ signal, ...hooks?.[index] })),
      );
    },
  };
}

function progressOf({ recorder }: HeldJob) {
  return {
    onChecked: (part: string, checked: readonly { readonly problem?: string }[]) =>
      recorder.add('checked', {
        part,
        checks: checked.length,
        failed: checked.filter(({ problem }) => problem !== undefined).length,
      }),
    onSubmission: ({ path, verdicts, slowest, problems }: Verification['submissions'][number]) =>
      recorder.add('checked', { part: 'submissions', submission: path, verdicts, slowest, failed: problems.length }),
  };
}

async function renderedOf(found: ProblemPackage, sandbox: Sandbox): Promise<Readonly<Record<string, string>>> {
  const shown = await renderStatements(found, sandbox, 'latex');
  return Object.fromEntries(shown.flatMap(({ statement, html }) => (html === undefined ? [] : [[statement.language, html]])));
}

function reportOf(report: Verification | undefined): Pick<VerificationResult, 'holds' | 'report'> {
  if (report === undefined) return { holds: null, report: null };
  return { holds: holds(report), report: report as unknown as JsonObject };
}

function done({ job }: HeldJob, verification: VerificationResult): Outcome {
  const { holds: isGood } = verification;
  const because = isGood === null ? 'the statements are made' : isGood ? 'the package holds' : 'the package does not hold';
  const end = { verdict: isGood === false ? 'WA' : 'AC', cause: 'verified', because, outcome: 'verified' } as const;
  return { kind: 'result', result: bareResult(job, end), verification };
}
