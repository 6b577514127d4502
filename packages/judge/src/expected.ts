import { type Classification, compareOutput, OUTCOMES } from '@cupel/domain';

/** A program that ended well is accepted only if it wrote what was expected; blanks at both ends do not count. */
export function withExpectedOutput(judgement: Classification, stdout: Uint8Array, expected: Uint8Array): Classification {
  if (judgement.verdict !== 'AC' || compareOutput({ kind: 'stripped' }, stdout, expected).accepted) return judgement;
  return {
    ...judgement,
    verdict: 'WA',
    outcome: OUTCOMES.WA,
    cause: 'wrong_output',
    because: 'ended with code 0, but its output is not the expected one',
  };
}
