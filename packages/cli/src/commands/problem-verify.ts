import { issueText, type ReadResult } from '@cupel/problems';
import { type Checked, type CheckedSubmission, holds, type Verification, verifyPackage } from '@cupel/verify';
import { isolationMode } from '../options.js';
import { type Paint, paintFor } from '../paint.js';
import { judgeEnvironment } from '../problem/environment.js';
import { type OpenedPackage, openPackage, type PackageOptions } from '../problem/open.js';
import { openSession, warmth } from '../session.js';

export interface VerifyOptions extends PackageOptions {
  readonly submissions?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly permissive?: boolean;
  readonly cold?: boolean;
}

/** A package that does not hold is its setter's to mend. */
const BROKEN = 2;

/** `cupel problem verify PACKAGE`: exit code 0 where everything holds, 2 where something does not. */
export async function problemVerifyCommand(path: string, options: VerifyOptions): Promise<void> {
  const paint = paintFor(process.stdout);
  const write = (text: string) => (options.json ? true : process.stdout.write(text));
  await using opened = await openPackage(path, options);
  for (const issue of issuesOf(opened.result)) write(`${paint(issue.level === 'error' ? 'red' : 'yellow', issueText(issue))}\n`);
  const verification = await verify(opened, options, write, paint);
  const ok = holds(verification);
  if (options.json) process.stdout.write(`${JSON.stringify({ package: path, ok, ...verification }, null, 2)}\n`);
  else write(`\n${ok ? paint('green', '✓ the package holds') : paint('red', '✗ the package does not hold: see above')}\n`);
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

function checkedLines(what: string, checked: readonly Checked[], paint: Paint): string {
  const wrong = checked.filter(({ problem }) => problem !== undefined);
  const head = `${wrong.length === 0 ? paint('green', '✓') : paint('red', '✗')} ${what}: ${checked.length} checks, ${wrong.length} failed\n`;
  const told = checked.filter(({ problem, note }) => (problem ?? note) !== undefined);
  return head + told.map(({ name, by, problem, note }) => `    ${name}: ${by}: ${problem ?? note ?? ''}\n`).join('');
}

function submissionLine(
  { path, language, verdicts, slowest, points, problems }: CheckedSubmission,
  width: number,
  paint: Paint,
): string {
  const shape = problems.length === 0 ? paint('green', '✓') : paint('red', '✗');
  const counts = Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict}`);
  const line = `${shape} ${path.padEnd(width)}  ${language.padEnd(10)}  ${`${slowest.toFixed(3)} s`.padStart(9)}  ${points === undefined ? '' : `${points.padStart(10)}  `}${counts.join(', ')}\n`;
  return line + problems.map((problem) => `    ${problem}\n`).join('');
}

function timeLimitLines(
  { slowestAccepted, fastestTooSlow, limit, problems }: NonNullable<Verification['timeLimit']>,
  named: number | undefined,
  paint: Paint,
): string {
  const told = named === undefined ? 'the package names none' : `the package says ${named} s`;
  const proposal = limit === undefined ? 'no limit fits' : `${limit} s is proposed`;
  const slow =
    slowestAccepted === undefined
      ? ''
      : `, the slowest that must pass takes ${slowestAccepted.seconds.toFixed(3)} s (${slowestAccepted.path})`;
  const fast =
    fastestTooSlow === undefined
      ? ''
      : `, the fastest that must not ${fastestTooSlow.seconds.toFixed(3)} s or more (${fastestTooSlow.path})`;
  const shape = problems.length === 0 ? paint('green', '✓') : paint('red', '✗');
  return `${shape} time limit: ${told}, ${proposal}${slow}${fast}\n${problems.map((one) => `    ${one}\n`).join('')}`;
}
