import { issueText, type ReadResult } from '@cupel/problems';
import { type Checked, type CheckedSubmission, holds, type Verification, verifyPackage } from '@cupel/verify';
import { isolationMode } from '../options.js';
import { type Paint, paintFor } from '../paint.js';
import { judgeEnvironment } from '../problem/environment.js';
import { type OpenedPackage, openPackage, type PackageOptions } from '../problem/open.js';
import { BROKEN, checkedLines, endLine, submissionLine, timeLimitLines } from '../problem/verification-lines.js';
import { openSession, warmth } from '../session.js';

export interface VerifyOptions extends PackageOptions {
  readonly submissions?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly permissive?: boolean;
  readonly cold?: boolean;
}

/** `cupel problem verify PACKAGE`: exit code 0 where everything holds, 2 where something does not. */
export async function problemVerifyCommand(path: string, options: VerifyOptions): Promise<void> {
  const paint = paintFor(process.stdout);
  const write = (text: string) => (options.json ? true : process.stdout.write(text));
  await using opened = await openPackage(path, options);
  for (const issue of issuesOf(opened.result)) write(`${paint(issue.level === 'error' ? 'red' : 'yellow', issueText(issue))}\n`);
  const verification = await verify(opened, options, write, paint);
  const ok = holds(verification);
  if (options.json) process.stdout.write(`${JSON.stringify({ package: path, ok, ...verification }, null, 2)}\n`);
  else write(endLine(ok, paint));
  process.exitCode = ok ? 0 : BROKEN;
}

async function verify(
  opened: OpenedPackage,
  options: VerifyOptions,
  write: (text: string) => unknown,
  paint: Paint,
): Promise<Verification> {
  const { result } = opened;
  const nothing: Verification = { issues: issuesOf(result), statements: [], inputs: [], outputs: [], submissions: [] };
  if (result.kind === 'unreadable' || result.package.problem === undefined) return nothing;
  const { package: found } = result;
  await using session = openSession({ blobs: opened.blobs, ...warmth(options) });
  const environment = judgeEnvironment(await session.sandbox(), opened.blobs, isolationMode(options));
  const width = Math.max(0, ...found.submissions.map((one) => one.path.length));
  const hooks = {
    onChecked: (part: string, checked: readonly Checked[]) => write(checkedLines(part, checked, paint)),
    onSubmission: (one: CheckedSubmission) => write(submissionLine(one, width, paint)),
    onTimeLimit: (proposal: NonNullable<Verification['timeLimit']>) =>
      write(timeLimitLines(proposal, found.metadata.limits.time, paint)),
  };
  // Awaited here: the sandbox is closed when this function ends.
  return await verifyPackage(found, environment, hooks, options.submissions === false ? { submissions: false } : {});
}

function issuesOf(result: ReadResult): Verification['issues'] {
  return result.kind === 'package' ? result.package.issues : result.issues;
}
