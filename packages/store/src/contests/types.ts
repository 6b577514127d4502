import type { ContestScoring } from '@cupel/domain';

/** private: whom the jury lets in; tenant: anybody of the tenant may join; public: and strangers may read the board. */
export const CONTEST_VISIBILITIES = ['private', 'tenant', 'public'] as const;
export type ContestVisibility = (typeof CONTEST_VISIBILITIES)[number];

export interface NewContestProblem {
  readonly problemId: string;
  /** As on the board: A, B, C. */
  readonly label: string;
  /** Exact, as `formatRational` writes it; the problem's own points count where absent. */
  readonly points?: string;
}

export interface NewContest {
  readonly slug: string;
  readonly title: string;
  readonly scoring: ContestScoring;
  /** Both absent for a course, which has no times. */
  readonly startsAt?: Date;
  readonly endsAt?: Date;
  readonly freezesAt?: Date;
  readonly penaltyMinutes: number;
  readonly visibility: ContestVisibility;
  readonly problems: readonly NewContestProblem[];
}

export interface ContestProblem {
  readonly problemId: string;
  readonly slug: string;
  readonly title: string;
  readonly label: string;
  readonly points: string | null;
}

export type ContestPhase = 'before' | 'running' | 'over';

export interface Contest {
  readonly id: string;
  readonly tenantId: string;
  readonly slug: string;
  readonly title: string;
  readonly scoring: ContestScoring;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly freezesAt: Date | null;
  readonly unfrozenAt: Date | null;
  readonly penaltyMinutes: number;
  readonly visibility: ContestVisibility;
  /** By the database's clock; a course is always running. */
  readonly phase: ContestPhase;
  /** Whether there is a time from which on results are withheld, and it has come and was not lifted. */
  readonly frozen: boolean;
  readonly problems: readonly ContestProblem[];
  readonly createdAt: Date;
}
