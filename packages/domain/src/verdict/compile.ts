import type { Evidence } from '../evidence.js';
import type { Limits } from '../limits.js';
import type { Classification } from './classification.js';
import { classify } from './classify.js';
import { COMPILE_ROWS, type CompileCause } from './compile-rules.js';
import { OUTCOMES } from './verdicts.js';

/**
 * The verdict on a compile run. AC with cause `compiled` means that there is a program to run; any other verdict is final
 * for the submission.
 */
export function classifyCompile(evidence: Evidence, limits: Limits): Classification<CompileCause> {
  const run = classify(evidence, limits);
  const { cause, verdict } = COMPILE_ROWS[run.cause];
  return {
    verdict,
    outcome: cause === 'cancelled' ? 'cancelled' : OUTCOMES[verdict],
    cause,
    because: `compiler: ${cause === 'ce_refused' ? 'refused the program, ' : ''}${run.because}`,
    provenance: run.provenance,
  };
}
