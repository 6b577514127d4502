import { Fields } from './fields.js';
import { STATE_FIELDS as S } from './protocol.gen.js';

/** What the launcher holds at this moment. */
export interface LauncherState {
  readonly running: number;
  /** Boxes built ahead and waiting. */
  readonly ready: number;
  readonly artefacts: number;
  /** Since the launcher started. */
  readonly runs: number;
  readonly cgroups: number;
  readonly processes: number;
  readonly descriptors: number;
  /** Bytes. */
  readonly rss: number;
  /** Interpreters that wait in pools, what they take (bytes), and what they may. */
  readonly pooled: number;
  readonly poolBytes: number;
  readonly poolBudget: number;
}

/** Throws a RangeError where the payload is no state. */
export const readState = (payload: Buffer): LauncherState => {
  const fields = new Fields(payload);
  return {
    running: fields.getNumber(S.STATE_RUNNING),
    ready: fields.getNumber(S.STATE_READY),
    artefacts: fields.getNumber(S.STATE_ARTEFACTS),
    runs: fields.getNumber(S.STATE_RUNS),
    cgroups: fields.getNumber(S.STATE_CGROUPS),
    processes: fields.getNumber(S.STATE_PROCESSES),
    descriptors: fields.getNumber(S.STATE_DESCRIPTORS),
    rss: fields.getNumber(S.STATE_RSS),
    pooled: fields.getNumber(S.STATE_POOLED),
    poolBytes: fields.getNumber(S.STATE_POOL_BYTES),
    poolBudget: fields.getNumber(S.STATE_POOL_BUDGET),
  };
};
