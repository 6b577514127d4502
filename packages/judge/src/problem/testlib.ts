import {
  type CheckerMessages,
  decodeText,
  isZero,
  type MaximumPoints,
  parseRational,
  readAward,
  type TestCase,
  ZERO,
} from '@cupel/domain';
import type { Decision } from './decision.js';
import type { SetterEnd } from './setter-program.js';

/** The exit codes of testlib.h; 4 and 8 are a wrong answer and a wrong layout in other words. */
const REFUSALS: ReadonlyMap<number, 'checker_refused' | 'wrong_presentation'> = new Map([
  [1, 'checker_refused'],
  [2, 'wrong_presentation'],
  [4, 'wrong_presentation'],
  [8, 'wrong_presentation'],
]);
const FAIL = 3;
const POINTS = 7;
const MESSAGE_BYTES = 64 * 1024;
const SCORE = /^points\s+(\S+)/;
/** `_pc(n)` ends with n, or with n above a base that the checker was compiled with: only with its message it is unambiguous. */
const PARTIAL = /^partially correct \((\d{1,3})\)/;
const PARTIAL_BASES = [0, 16, 50];

/** What a checker that uses testlib.h says: by its exit code, and in `points N` at the start of its message. */
export function readTestlib(end: SetterEnd, { points: maximum, checkerPoints }: TestCase): Decision {
  if (end.kind !== 'ended') return end;
  const text = decodeText(end.outcome.stderr.subarray(0, MESSAGE_BYTES)).text.trim();
  // What testlib writes names tokens of the answer.
  const messages = { setter: text, team: '' };
  const percent = percentOf(text, end.code);
  if (percent !== undefined) return percentage(percent, maximum, messages);
  if (end.code === 0) return { kind: 'accepted', messages };
  const cause = REFUSALS.get(end.code);
  if (cause !== undefined) return { kind: 'refused', cause, points: ZERO, messages };
  if (end.code === POINTS) return checkerPoints === 'ignored' ? unscored(text, messages) : partly(text, maximum, messages);
  const problem =
    end.code === FAIL
      ? 'says that the jury is at fault (exit code 3)'
      : `ended with exit code ${end.code}, which testlib does not know`;
  return { kind: 'broken', problem: text === '' ? problem : `${problem}: ${text}` };
}

function percentOf(text: string, code: number): number | undefined {
  const percent = Number(PARTIAL.exec(text)?.[1] ?? Number.NaN);
  return PARTIAL_BASES.some((base) => code === (base + percent) % 256) ? percent : undefined;
}

function percentage(percent: number, maximum: MaximumPoints, messages: CheckerMessages): Decision {
  if (percent > 100) return { kind: 'broken', problem: `gave _pc(${percent}); what it gives is a percentage, 100 at most` };
  if (percent === 0) return { kind: 'refused', cause: 'checker_refused', points: ZERO, messages };
  const award = readAward(`${percent}/100`, 'share', maximum);
  if (!award.ok) return { kind: 'broken', problem: `its score ${award.problem}` };
  if (percent === 100) return { kind: 'accepted', points: award.points, messages };
  return { kind: 'refused', cause: 'checker_refused', points: award.points, messages };
}

function partly(text: string, maximum: MaximumPoints, messages: CheckerMessages): Decision {
  const written = SCORE.exec(text)?.[1];
  if (written === undefined) return { kind: 'broken', problem: `ended with exit code 7, but gave no "points N" on stderr` };
  const award = readAward(written, 'points', maximum);
  if (!award.ok) return { kind: 'broken', problem: `its score ${award.problem}` };
  const { points } = award;
  const full = maximum !== 'unbounded' && points.numerator === maximum.numerator && points.denominator === maximum.denominator;
  return full ? { kind: 'accepted', points, messages } : { kind: 'refused', cause: 'checker_refused', points, messages };
}

/** Where points do not count, an output that has any is accepted. */
function unscored(text: string, messages: CheckerMessages): Decision {
  const points = parseRational(SCORE.exec(text)?.[1] ?? '');
  if (points === undefined) return { kind: 'broken', problem: 'ended with exit code 7, but gave no "points N" on stderr' };
  return isZero(points) ? { kind: 'refused', cause: 'checker_refused', messages } : { kind: 'accepted', messages };
}
