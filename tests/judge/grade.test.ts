import { type GradeOptions, type GradeTestCase, grade } from '@cupel/judge';
import { describe, expect, it } from 'vitest';
import { bytes, environment, submission } from './support.ts';

const DOUBLE = 'print(2 * int(input()))';
const tests: readonly GradeTestCase[] = [
  { name: 'one', input: '1\n', expected_output: '2' },
  { name: 'two', input: '2\n', expected_output: ' 4\n\n', points: 2.5 },
  { name: 'secret', input: '314159\n', expected_output: '628318', points: 0.1, hidden: true },
];

async function graded(source: string, test_cases = tests, options: GradeOptions = {}, language = 'python') {
  return grade(await environment(), { submission: await submission(source, language), test_cases }, options);
}

describe('quick grading', () => {
  it('counts points and tests', async () => {
    const results: string[] = [];
    const result = await graded(DOUBLE, tests, { parallel: 2, onResult: ({ name }, index) => results.push(`${index} ${name}`) });
    expect(result).toMatchObject({
      status: 'judged',
      total_points: 3.6,
      earned_points: 3.6,
      percentage: 100,
      passed_count: 3,
      failed_count: 0,
    });
    expect(results.toSorted()).toEqual(['0 one', '1 two', '2 secret']);
    expect(result.test_results[1]).toMatchObject({ name: 'two', passed: true, verdict: 'AC', points: 2.5, actual_output: '4\n' });
    expect(result.test_results[1]?.error).toBeUndefined();
    expect(result.test_results[1]?.time).toBeLessThan(5);
  });

  it('says of a hidden test whether it passed, and nothing else', async () => {
    for (const [source, passed] of [
      [DOUBLE, true],
      ['x = int(input())\nprint(2 * x + (x > 9), "leak")', false],
      ['x = int(input())\nassert x < 9, x\nprint(2 * x)', false],
    ] as const) {
      const result = await graded(source);
      expect(result.test_results[2]).toEqual({ name: 'secret', passed, actual_output: '[hidden]' });
      expect(JSON.stringify(result)).not.toMatch(/314159|628318|628319/);
    }
  });

  it('tells what was expected of visible tests', async () => {
    const result = await graded('print(4)');
    expect(result).toMatchObject({ earned_points: 2.5, passed_count: 1, failed_count: 2, percentage: 69.44 });
    expect(result.test_results[0]).toMatchObject({
      passed: false,
      verdict: 'WA',
      points: 0,
      expected_output: '2',
      actual_output: '4\n',
      error: "line 1, column 1: expected '2', got '4'",
    });
  });

  it('tells of programs that fail, and of those that do not compile', async () => {
    const failed = await graded('exit(3)');
    expect(failed.test_results[0]).toMatchObject({ verdict: 'RE', error: 'ended with exit code 3' });
    const refused = await graded('int main() { return x; }', tests, {}, 'cpp');
    expect(refused).toMatchObject({ status: 'compile_error', earned_points: 0, percentage: 0, failed_count: 3 });
    expect(refused.compile_output).toContain('‘x’ was not declared');
    expect(refused.test_results[2]).toEqual({ name: 'secret', passed: false, actual_output: '[hidden]' });
  });

  it('takes bytes, names that stand twice, and no points at all', async () => {
    const twins: GradeTestCase[] = [
      { input: bytes('a\xff'), expected_output: bytes('5'), points: 0 },
      { input: '', expected_output: '5', points: 0 },
    ];
    expect(await graded('print(5)', twins)).toMatchObject({ total_points: 0, percentage: 0, passed_count: 2 });
  });

  it.each([
    [[], 'problem_without_tests', 'test_cases'],
    [[{ input: '', expected_output: '', points: -1 }], 'problem_points_bad', 'test_cases[0].points'],
    [[{ input: '', expected_output: '', points: Number.NaN }], 'problem_points_bad', 'test_cases[0].points'],
    [[{ input: '', expected_output: '', points: Number.POSITIVE_INFINITY }], 'problem_points_bad', 'test_cases[0].points'],
  ])('refuses %j', async (test_cases, code, field) => {
    await expect(graded(DOUBLE, test_cases)).rejects.toMatchObject({ code, field });
  });

  it('gives each test five seconds', async () => {
    const result = await graded('import time\ntime.sleep(60)', tests.slice(0, 1));
    expect(result.test_results[0]).toMatchObject({ verdict: 'TLE', passed: false });
  });
});
