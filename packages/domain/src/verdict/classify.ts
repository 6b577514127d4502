import type { Evidence } from '../evidence.js';
import type { Limits } from '../limits.js';
import type { Classification } from './classification.js';
import { factsOf } from './facts.js';
import type { Match, Rule } from './rule.js';
import { RULES, RULES_VERSION, type RunCause, UNEXPLAINED } from './rules.js';
import { OUTCOMES } from './verdicts.js';

/**
 * The verdict on one run, from what the kernel saw and from nothing else. Pure and total: the same record gives the same
 * answer for ever, and whatever it holds, it gives one.
 */
export function classify(evidence: Evidence, limits: Limits): Classification<RunCause> {
  return classifyBy(RULES, evidence, limits);
}

/** `classify` with a table of one's own; the tests use it to show that the order of rows matters. */
export function classifyBy(rules: readonly Rule<RunCause>[], evidence: Evidence, limits: Limits): Classification<RunCause> {
  const facts = factsOf(evidence, limits);
  for (const row of rules) {
    const match = row.match(facts);
    if (match !== undefined) return answer(row, match);
  }
  return answer(UNEXPLAINED, UNEXPLAINED.match(facts));
}

function answer({ cause, verdict }: Rule<RunCause>, { because, read }: Match): Classification<RunCause> {
  return {
    verdict,
    outcome: cause === 'cancelled' ? 'cancelled' : OUTCOMES[verdict],
    cause,
    because,
    provenance: { rule: cause, rulesVersion: RULES_VERSION, read },
  };
}
