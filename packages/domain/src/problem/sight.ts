import type { Audience, DisclosurePolicy } from './disclosure.js';
import type { TestVisibility } from './tests.js';

/** One flag per thing that can be seen. */
export interface Sight {
  readonly points: boolean;
  readonly groups: boolean;
  readonly firstFailure: boolean;
  /** That the test is there, and its verdict. */
  readonly test: boolean;
  readonly testPoints: boolean;
  readonly name: boolean;
  readonly because: boolean;
  readonly time: boolean;
  readonly memory: boolean;
  readonly exit: boolean;
  readonly input: boolean;
  readonly answer: boolean;
  readonly output: boolean;
  readonly stderr: boolean;
  readonly message: boolean;
  readonly setterMessage: boolean;
}

const NOTHING: Sight = {
  points: false,
  groups: false,
  firstFailure: false,
  test: false,
  testPoints: false,
  name: false,
  because: false,
  time: false,
  memory: false,
  exit: false,
  input: false,
  answer: false,
  output: false,
  stderr: false,
  message: false,
  setterMessage: false,
};

const EVERYTHING: Sight = Object.fromEntries(Object.keys(NOTHING).map((name) => [name, true])) as unknown as Sight;

/** What the audience sees of a test of this visibility, and of the submission as a whole where it is `hidden`. */
export function sightOf(audience: Audience, visibility: TestVisibility, policy: DisclosurePolicy): Sight {
  switch (audience) {
    case 'setter':
      return EVERYTHING;
    case 'owner':
      // The tests are the setter's. What a checker tells the setter, or an output, may hold them.
      return visibility === 'sample' ? ofSample(policy) : { ...EVERYTHING, ...TESTS_SHUT, message: policy.checkerMessages };
    case 'submitter':
      return visibility === 'sample' ? ofSample(policy) : ofHidden(policy);
    case 'public':
      return { ...NOTHING, points: policy.points };
  }
}

const TESTS_SHUT = { input: false, answer: false, setterMessage: false, output: false, stderr: false } as const;

/** A sample is shown in full; what its checker says to the setter is not part of it. */
const ofSample = (policy: DisclosurePolicy): Sight => ({ ...EVERYTHING, testPoints: policy.points, setterMessage: false });

function ofHidden(policy: DisclosurePolicy): Sight {
  const isListed = policy.detail === 'tests';
  return {
    ...NOTHING,
    points: policy.points,
    groups: policy.detail === 'groups' || isListed,
    firstFailure: policy.detail === 'first_failure' || isListed,
    test: isListed,
    testPoints: isListed && policy.points,
    time: isListed && policy.hiddenTime,
    memory: isListed && policy.hiddenMemory,
    exit: isListed && policy.hiddenExit,
    input: isListed && policy.hiddenInput,
    answer: isListed && policy.hiddenAnswer,
    output: isListed && policy.hiddenOutput,
    stderr: isListed && policy.hiddenStderr,
    message: isListed && policy.checkerMessages,
  };
}
