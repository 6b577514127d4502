import type { Checked, CheckedSubmission, Verification } from '@cupel/verify';
import type { Paint } from '../paint.js';

type TimeLimit = NonNullable<Verification['timeLimit']>;

/** Exit code: a package that does not hold is its setter's to mend. */
export const BROKEN = 2;

export function endLine(holds: boolean, paint: Paint): string {
  return `\n${holds ? paint('green', '✓ the package holds') : paint('red', '✗ the package does not hold: see above')}\n`;
}

export function checkedLines(what: string, checked: readonly Checked[], paint: Paint): string {
  const wrong = checked.filter(({ problem }) => problem !== undefined);
  const head = `${wrong.length === 0 ? paint('green', '✓') : paint('red', '✗')} ${what}: ${checked.length} checks, ${wrong.length} failed\n`;
  const told = checked.filter(({ problem, note }) => (problem ?? note) !== undefined);
  return head + told.map(({ name, by, problem, note }) => `    ${name}: ${by}: ${problem ?? note ?? ''}\n`).join('');
}

export function submissionLine(
  { path, language, verdicts, slowest, points, problems }: CheckedSubmission,
  width: number,
  paint: Paint,
): string {
  const shape = problems.length === 0 ? paint('green', '✓') : paint('red', '✗');
  const counts = Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict}`);
  const line = `${shape} ${path.padEnd(width)}  ${language.padEnd(10)}  ${`${slowest.toFixed(3)} s`.padStart(9)}  ${points === undefined ? '' : `${points.padStart(10)}  `}${counts.join(', ')}\n`;
  return line + problems.map((problem) => `    ${problem}\n`).join('');
}

export function timeLimitLines(
  { slowestAccepted, fastestTooSlow, limit, problems }: Partial<TimeLimit> & Pick<TimeLimit, 'problems'>,
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
