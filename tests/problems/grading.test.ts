import { expect, test } from 'vitest';
import { type Files, GOOD, issuesOf, read } from './package.js';

test('legacy: graders become aggregations, and what they cannot become is said', async () => {
  const legacy = (data: string): Files => ({
    'problem.yaml': 'name: Echo\ntype: scoring\n',
    'statement/problem.en.md': undefined,
    'problem_statement/problem.tex': '\\problemname{Echo}\n',
    'data/testdata.yaml': data,
  });
  const good = await read(legacy('on_reject: continue\ngrader_flags: ignore_sample always_accept sum\naccept_score: 2.5\n'));
  expect(good).toMatchObject({
    package: {
      issues: [],
      problem: { tests: { groups: [{ name: 'secret', aggregation: 'sum', points: { numerator: 5n, denominator: 2n } }] } },
    },
  });
  expect(await issuesOf(legacy('grading: custom\n'))).toEqual([
    'error: graders: is missing, though a testdata.yaml says "grading: custom"; put the grader there',
  ]);
  const own = { 'graders/grade.py': 'pass\n' };
  expect(await read({ ...legacy('grading: custom\ngrader_flags: half "the best"\nrange: 0 10\n'), ...own })).toMatchObject({
    package: {
      issues: [],
      problem: {
        grader: { name: 'graders/grade.py', language: 'python' },
        tests: { graderArgs: ['half', 'the best'], points: { numerator: 10n }, groups: [{ graderArgs: ['half', 'the best'] }] },
      },
    },
  });
  expect(await issuesOf({ ...legacy('on_reject: continue\n'), ...own })).toEqual([
    'warning: graders/grade.py: is not used: no testdata.yaml says "grading: custom"',
  ]);
  const secret = async (data: string) => {
    const found = await read(legacy(data));
    return found.kind === 'package' ? found.package.problem?.tests.groups[0] : undefined;
  };
  expect(await secret('grader_flags: accept_if_any_accepted\n')).toMatchObject({ accepts: 'any', aggregation: 'sum' });
  expect(await secret('grader_flags: always_accept\n')).toMatchObject({ accepts: 'always' });
  expect(await secret('reject_score: -2.5\nrange: -2.5 1\n')).toMatchObject({
    aggregation: 'sum',
    tests: [{ rejectPoints: { numerator: -5n, denominator: 2n } }],
  });
});

test('a static validation is a test of its group, with its own part of the points', async () => {
  const found = await read({
    'problem.yaml': GOOD['problem.yaml']?.replace('limits:', 'type: scoring\nlanguages: [python3, cpp]\nlimits:'),
    'static_validator/check.py': 'import sys\nsys.exit(42)\n',
    'data/secret/test_group.yaml': 'max_score: 10\nstatic_validation_score: 4\nstatic_validator_args: [short]\n',
  });
  expect(found).toMatchObject({
    package: {
      issues: [],
      problem: {
        languages: ['python', 'cpp'],
        staticValidator: { language: 'python' },
        tests: {
          groups: [
            {
              points: { numerator: 10n },
              tests: [
                { name: 'secret/static_validation', static: true, checkerArgs: ['short'], points: { numerator: 4n } },
                { name: 'secret/01', points: { numerator: 6n } },
              ],
            },
          ],
        },
      },
    },
  });
});

test('tests may differ in the flags of the default output validator', async () => {
  const found = await read({
    'data/secret/02.in': '1\n',
    'data/secret/02.ans': '1\n',
    'data/secret/02.yaml': 'output_validator_args: [case_sensitive]\n',
  });
  expect(found).toMatchObject({
    package: {
      issues: [],
      problem: {
        evaluation: { checker: { comparison: { kind: 'kattis', caseSensitive: false } } },
        tests: {
          groups: [
            { tests: [expect.not.objectContaining({ comparison: expect.anything() }), { comparison: { caseSensitive: true } }] },
          ],
        },
      },
    },
  });
  expect(
    await issuesOf({
      'data/secret/02.in': '1\n',
      'data/secret/02.ans': '1\n',
      'data/secret/02.yaml': 'output_validator_args: [loose]\n',
    }),
  ).toEqual(['error: data/secret/02.in: "loose" is no flag of the default output validator']);
});

test('points that nobody could give, and a static validation worth more than its group', async () => {
  const scoring = (settings: string): Files => ({
    'problem.yaml': GOOD['problem.yaml']?.replace('limits:', 'type: scoring\nlimits:'),
    'static_validator/check.py': 'import sys\nsys.exit(42)\n',
    'data/secret/test_group.yaml': settings,
  });
  expect(await issuesOf(scoring('max_score: unbounded\n'))).toEqual([
    'error: data/secret/test_group.yaml:1: has no max_score, and only an output validator of its own could give points then',
  ]);
  expect(await issuesOf(scoring('max_score: 10\nstatic_validation_score: 11\n'))).toEqual([
    'error: data/secret/test_group.yaml:2: its static_validation_score is 11, more than its max_score',
  ]);
});

test('legacy: a validator of its own gives points only where problem.yaml says so', async () => {
  const legacy = (validation: string): Files => ({
    'problem.yaml': `name: Echo\ntype: scoring\nvalidation: ${validation}\n`,
    'statement/problem.en.md': undefined,
    'problem_statement/problem.tex': '\\problemname{Echo}\n',
    'output_validators/check.py': 'import sys\nsys.exit(42)\n',
  });
  const points = async (validation: string) => {
    const found = await read(legacy(validation));
    return found.kind === 'package' ? found.package.problem?.tests.groups[0]?.points : undefined;
  };
  expect(await points('custom')).toEqual({ numerator: 1n, denominator: 1n });
  expect(await points('custom score')).toBe('unbounded');
});
