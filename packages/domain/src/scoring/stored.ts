import type { MaximumPoints } from '../problem/tests.js';
import type { Verdict } from '../verdict/verdicts.js';
import type { GroupScore } from './group.js';
import { formatRational, readRational } from './parse.js';

/** A maximum as `writeMaximum` wrote it. */
export const readMaximum = (written: string): MaximumPoints => (written === 'unbounded' ? written : readRational(written));

export const writeMaximum = (maximum: MaximumPoints): string => (maximum === 'unbounded' ? maximum : formatRational(maximum));

/** A group's score as it is kept: points as text. */
export interface StoredGroupScore {
  readonly name: string;
  readonly verdict?: string;
  readonly points: string;
  readonly maximum: string;
  readonly subtask: boolean;
  readonly groups: readonly StoredGroupScore[];
}

/** A score as it was kept, with its points exact again. */
export function readGroupScore({ name, verdict, points, maximum, subtask, groups }: StoredGroupScore): GroupScore {
  return {
    name,
    ...(verdict !== undefined && { verdict: verdict as Verdict }),
    points: readRational(points),
    maximum: readMaximum(maximum),
    subtask,
    groups: groups.map(readGroupScore),
  };
}
