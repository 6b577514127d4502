import { describe, expect, it } from 'vitest';
import type { Language } from '../language/language.js';
import { DEFAULT_LIMITS } from '../limits/table.js';
import { rational } from '../scoring/rational.js';
import { checkProblem } from './check.js';
import { STRICT_DISCLOSURE } from './disclosure.js';
import { limitsFor } from './limits.js';
import type { Evaluation, Problem } from './problem.js';
import type { TestCase, TestGroup } from './tests.js';

const nothing = { kind: 'bytes', bytes: new Uint8Array() } as const;
const testCase = (name: string, points: TestCase['points'] = rational(1)): TestCase => ({
  ...{ name, input: nothing, answer: nothing, args: [], files: [], checkerArgs: [], points, visibility: 'hidden' },
});
const group = (name: string, more: Partial<TestGroup>): TestGroup => ({
  ...{ name, tests: [], groups: [], aggregation: 'sum', points: 'unbounded', requires: [], counts: true },
  ...{ stopAtFirstFailure: false, subtask: false },
  ...more,
});
const problem = (tests: Partial<TestGroup>, more: Partial<Problem> = {}): Problem => ({
  name: 'p',
  titles: {},
  type: 'scoring',
  limits: { cpuTime: 1_000_000, memory: 1 << 28, stdoutBytes: 1, sourceBytes: 1, languages: {} },
  evaluation: { kind: 'output', checker: { kind: 'comparison', comparison: { kind: 'tokens' } } },
  passes: 1,
  included: {},
  tests: group('', tests),
  execution: 'run_all',
  disclosure: STRICT_DISCLOSURE,
  ...more,
});
const validator: Evaluation = {
  kind: 'output',
  checker: { kind: 'program', protocol: 'kattis', program: { name: 'v', language: 'python', files: [] } },
};

describe('a problem', () => {
  it.each<[string, Problem, object]>([
    ['without tests', problem({ groups: [group('a', {})] }), { code: 'problem_without_tests' }],
    [
      'with a test twice',
      problem({ tests: [testCase('a')], groups: [group('g', { tests: [testCase('a')] })] }),
      { code: 'problem_name_twice', field: 'a' },
    ],
    [
      'with a group twice',
      problem({ tests: [testCase('a')], groups: [group('g', {}), group('g', {})] }),
      { code: 'problem_name_twice' },
    ],
    [
      'with an unknown dependency',
      problem({ tests: [testCase('a')], groups: [group('group1', {}), group('group2', { requires: ['grup1'] })] }),
      {
        code: 'problem_group_unknown',
        message: 'the group "group2" requires "grup1", which does not exist, did you mean "group1"?',
      },
    ],
    [
      'with a circle',
      problem({ tests: [testCase('a')], groups: [group('x', { requires: ['y'] }), group('y', { requires: ['x'] })] }),
      { code: 'problem_groups_cycle', message: 'groups require one another in a circle: x → y → x' },
    ],
    ['with negative points', problem({ tests: [testCase('a', rational(-1))] }), { code: 'problem_points_bad', field: 'a' }],
    [
      'with points that do not add up',
      problem({ tests: [testCase('a'), testCase('b')], points: rational(3) }),
      { code: 'problem_points_do_not_add_up' },
    ],
    [
      'with a part that is worth more than the whole',
      problem({ tests: [testCase('a', rational(5))], aggregation: 'min', points: rational(3) }),
      { code: 'problem_points_bad' },
    ],
    [
      'with a part without a bound in a whole with one',
      problem({ tests: [testCase('a', 'unbounded')], points: rational(3) }),
      { code: 'problem_points_bad' },
    ],
    [
      'that is passed for no number of points',
      problem({ tests: [testCase('a')], aggregation: 'pass_fail' }),
      { code: 'problem_points_bad' },
    ],
    ['with no pass', problem({ tests: [testCase('a')] }, { passes: 0 }), { code: 'problem_passes_bad' }],
    ['with passes that nobody asks for', problem({ tests: [testCase('a')] }, { passes: 2 }), { code: 'problem_passes_bad' }],
  ])('%s is refused', (_, bad, expected) => {
    expect(() => checkProblem(bad)).toThrow(expect.objectContaining(expected));
  });

  it.each<[string, Problem]>([
    ['whose points add up', problem({ tests: [testCase('a'), testCase('b')], points: rational(2) })],
    [
      'whose samples do not count',
      problem({ groups: [group('sample', { tests: [testCase('a')], counts: false })], points: rational(0) }),
    ],
    ['with passes', problem({ tests: [testCase('a')] }, { passes: 3, evaluation: validator })],
    [
      'that is passed or failed, whatever its points',
      problem({ tests: [testCase('a', 'unbounded')], points: rational(1) }, { type: 'pass_fail' }),
    ],
  ])('%s is taken', (_, good) => {
    expect(() => checkProblem(good)).not.toThrow();
  });
});

describe('limits', () => {
  const language = {
    id: 'java',
    run: { argv: [], env: {}, limits: { ...DEFAULT_LIMITS, processes: 256 } },
  } as unknown as Language;

  it('come from the problem, with what the language is given beyond, and the wall limit derived', () => {
    const limits = { ...problem({}).limits, languages: { java: { timeFactor: 2.5, timeExtra: 100_000, memoryExtra: 1 << 20 } } };
    expect(limitsFor(limits, language)).toMatchObject({
      ...{ cpuTime: 2_600_000, wallTime: 6_200_000, memory: (1 << 28) + (1 << 20), processes: 256 },
    });
    expect(limitsFor(problem({}).limits, { ...language, id: 'constructor' })).toMatchObject({
      cpuTime: 1_000_000,
      wallTime: 3_000_000,
    });
  });
});
