import { type Problem, type TestCase, testsOf } from '@cupel/domain';

/**
 * Why what submissions wrote for one version of a problem is not what they would write for the other; undefined where it is.
 * Answers, checkers, points and groups do not count: no box in which a submission runs has ever seen them.
 */
export function runDifference(before: Problem, after: Problem): string | undefined {
  if (!isSame(runPart(before), runPart(after))) return 'limits, passes, or what stands beside submissions have changed';
  const known = new Map(testsOf(before.tests).map((test) => [test.name, test]));
  const changed = testsOf(after.tests).find((test) => {
    const other = known.get(test.name);
    return other !== undefined && !isSame(givenTo(other), givenTo(test));
  });
  return changed && `what test ${changed.name} gives to submissions has changed`;
}

function runPart({ limits, passes, included, evaluation, staticValidator, readOnly }: Problem): unknown {
  const { validation: _, ...granted } = limits;
  const { checker: __, ...partner } = evaluation;
  return { granted, passes, included, partner, staticValidator, readOnly };
}

/** A static test has no input, but its validator's arguments. */
const givenTo = (test: TestCase): unknown =>
  test.static === true ? { static: true, args: test.checkerArgs } : { input: test.input, args: test.args, files: test.files };

/** Plain data, byte for byte; a key that holds undefined is one that is not there. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other) === 0;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => isSame(left[key], right[key]));
}
