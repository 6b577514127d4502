import { type Classification, OUTCOMES } from '@cupel/domain';

const BLANKS: ReadonlySet<number> = new Set([9, 10, 11, 12, 13, 32]);

/** A program that ended well is accepted only if it wrote what was expected; blanks at both ends do not count. */
export function withExpectedOutput(judgement: Classification, stdout: Uint8Array, expected: Uint8Array): Classification {
  if (judgement.verdict !== 'AC' || Buffer.compare(stripped(stdout), stripped(expected)) === 0) return judgement;
  return {
    ...judgement,
    verdict: 'WA',
    outcome: OUTCOMES.WA,
    cause: 'wrong_output',
    because: 'ended with code 0, but its output is not the expected one',
  };
}

function stripped(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => !BLANKS.has(byte));
  const end = bytes.findLastIndex((byte) => !BLANKS.has(byte));
  return start < 0 ? new Uint8Array() : bytes.subarray(start, end + 1);
}
