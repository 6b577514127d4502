import { printable } from '../printable.js';
import type { Classification } from './classification.js';
import { RULES_VERSION } from './rules.js';

/**
 * The verdict on a run of which no evidence came back: the launcher died, or its fate is unknown. Ours, never charged to
 * the submitter, and worth another try.
 */
export function classifyLostRun(reason: string): Classification<'ie_supervisor_failure'> {
  return {
    verdict: 'IE',
    outcome: 'internal_error',
    cause: 'ie_supervisor_failure',
    because: `could not be run: ${printable(reason)}`,
    provenance: { rule: 'ie_supervisor_failure', rulesVersion: RULES_VERSION, read: {} },
  };
}

/** Whether running the same thing again may end otherwise: our own faults only, and not what somebody took back. */
export function isWorthRetrying({ verdict, cause }: Pick<Classification, 'verdict' | 'cause'>): boolean {
  return verdict === 'IE' && cause !== 'cancelled';
}
