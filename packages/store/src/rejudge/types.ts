/** What is to be judged again: all conditions that are given must hold. */
export interface RejudgeSelection {
  readonly problemId?: string;
  readonly contestId?: string;
  readonly submissionId?: string;
  readonly languages?: readonly string[];
  readonly verdicts?: readonly string[];
}

/** auto: by what has changed; tests: always all; checkers: they alone, wherever a run could not come out otherwise. */
export const REJUDGE_METHODS = ['auto', 'tests', 'checkers'] as const;
export type RejudgeMethod = (typeof REJUDGE_METHODS)[number];

/** A version by which some of the picked were judged, and the one by which they will be. */
export interface VersionPair {
  readonly from: string;
  readonly to: string;
}

export interface Rejudge {
  readonly id: string;
  readonly tenantId: string;
  /** `ready` once all are judged again; `applying` while very many are let count, bit by bit. */
  readonly state: 'judging' | 'ready' | 'applying' | 'applied' | 'dropped';
  readonly selection: Readonly<Record<string, unknown>>;
  readonly method: RejudgeMethod;
  readonly reason: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly total: number;
  /** Of which the checkers alone run again. */
  readonly rechecked: number;
  /** Judged again. */
  readonly done: number;
  /** Could not be judged again: the old result stays. */
  readonly failed: number;
}

/** A submission whose verdict or points are others now. */
export interface RejudgeChange {
  readonly submissionId: string;
  readonly principalId: string;
  readonly externalId: string | null;
  readonly problem: string;
  readonly language: string;
  readonly createdAt: Date;
  readonly oldVerdict: string | null;
  readonly newVerdict: string | null;
  readonly oldPoints: string | null;
  readonly newPoints: string | null;
  /** Null where it could not be judged. */
  readonly newStatus: string | null;
  readonly effect: 'gains' | 'loses' | 'changes';
  readonly outcome: 'applied' | 'kept' | null;
}
