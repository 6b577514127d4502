import {
  type Content,
  CupelError,
  type Limits,
  type Problem,
  type Rational,
  rationalOf,
  STRICT_DISCLOSURE,
  type TestCase,
} from '@cupel/domain';
import type { GradeRequest, GradeTestCase } from './request.js';

const SECOND = 1_000_000;
const TEST_TIME = 5 * SECOND;
const CODE_BYTES = 64 * 1024;

/** The tests of a request as a problem that nobody keeps. Throws `problem_…` with the field at fault. */
export function gradeProblem({ submission, test_cases, checker, limits }: GradeRequest): Problem {
  if (test_cases.length === 0) throw new CupelError('problem_without_tests', { problem: 'request' }, { field: 'test_cases' });
  const granted = limits ?? testLimits(submission.toolchain.language.run.limits);
  return {
    name: 'grade',
    titles: {},
    type: 'scoring',
    limits: {
      cpuTime: granted.cpuTime,
      memory: granted.memory,
      stdoutBytes: granted.stdoutBytes,
      sourceBytes: CODE_BYTES,
      run: granted,
      languages: {},
    },
    evaluation: { kind: 'output', checker: { kind: 'comparison', comparison: checker ?? { kind: 'stripped' } } },
    passes: 1,
    included: {},
    tests: {
      name: '',
      tests: test_cases.map(testCase),
      groups: [],
      aggregation: 'sum',
      points: 'unbounded',
      requires: [],
      counts: true,
      stopAtFirstFailure: false,
      subtask: false,
    },
    execution: 'run_all',
    disclosure: STRICT_DISCLOSURE,
  };
}

/** Of each test, where the request names none: those of the language, and 5 seconds. */
export function testLimits(language: Limits): Limits {
  return { ...language, cpuTime: Math.min(language.cpuTime, TEST_TIME), wallTime: TEST_TIME };
}

/** By its place: callers' names need not be unique. */
export const nameAt = (index: number): string => String(index);

function testCase(test: GradeTestCase, index: number): TestCase {
  return {
    name: nameAt(index),
    input: content(test.input),
    answer: content(test.expected_output),
    args: [],
    files: [],
    checkerArgs: [],
    points: pointsOf(test, index),
    visibility: test.hidden === true ? 'hidden' : 'sample',
  };
}

export function pointsOf({ name = '', points = 1 }: GradeTestCase, index: number): Rational {
  const value = rationalOf(points);
  if (value !== undefined && value.numerator >= 0n) return value;
  const params = { name: name || nameAt(index), points, problem: 'a number of at least 0 is needed' };
  throw new CupelError('problem_points_bad', params, { field: `test_cases[${index}].points` });
}

function content(given: string | Uint8Array): Content {
  return { kind: 'bytes', bytes: typeof given === 'string' ? new Uint8Array(Buffer.from(given)) : given };
}
