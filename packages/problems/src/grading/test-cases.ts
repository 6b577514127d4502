import {
  COMPARISON_NAMES,
  type Comparison,
  ONE,
  type Problem,
  parseRational,
  type Rational,
  rational,
  STRICT_DISCLOSURE,
  ZERO,
} from '@cupel/domain';
import { type Issue, Issues } from '../issues.js';
import { parseYaml } from '../yaml/document.js';
import type { YamlMap } from '../yaml/map.js';

export interface GradedTest {
  readonly name: string;
  readonly input: string;
  readonly expectedOutput: string;
  readonly points: Rational;
  readonly hidden: boolean;
}

export interface TestFile {
  readonly tests: readonly GradedTest[];
  readonly issues: readonly Issue[];
  /** What to judge against. */
  readonly problem: Problem;
}

const SECOND = 1_000_000;
const MIB = 1024 * 1024;

/** Tests for `cupel grade`: a list, or a map with `test_cases` and what else is known of them. */
export function readTestFile(text: string, file: string): TestFile {
  const issues = new Issues();
  // A list is a map with one key, so that both are read alike, and lines stay what they are.
  const isList = /^\s*(#.*\n|\s)*-\s/.test(text);
  const map = parseYaml(isList ? `test_cases:\n${text}` : text, file, issues);
  map?.refuseOthers(['test_cases', 'checker', 'limits']);
  const tests = (map?.maps('test_cases') ?? []).map(testOf);
  if (tests.length === 0 && !issues.hasErrors)
    issues.error(file, 'holds no test: it should be a list of input and expected_output', 1);
  const limits = map?.map('limits');
  limits?.refuseOthers(['time', 'memory']);
  const comparison = map === undefined ? STRIPPED : comparisonOf(map);
  const cpuTime = Math.round((limits?.number('time', 0.01, 600) ?? 5) * SECOND);
  const memory = Math.round((limits?.number('memory', 4, 16_384) ?? 256) * MIB);
  const found = issues.all.map((issue) =>
    isList && issue.line !== undefined ? { ...issue, line: Math.max(1, issue.line - 1) } : issue,
  );
  return { tests, issues: found, problem: problemOf(tests, comparison, cpuTime, memory) };
}

const STRIPPED: Comparison = { kind: 'stripped' };

/** As in requests: a name, or `{kind: floats, absolute: 1e-6, relative: 1e-6}`. */
function comparisonOf(map: YamlMap): Comparison {
  const given = map.isMap('checker') ? map.map('checker') : undefined;
  given?.refuseOthers(['kind', 'absolute', 'relative']);
  const kind = given?.choice('kind', ['floats']) ?? (given === undefined ? map.choice('checker', COMPARISON_NAMES) : 'floats');
  if (kind !== 'floats') return kind === undefined ? STRIPPED : { kind };
  const [absolute, relative] = (['absolute', 'relative'] as const).map((name) => {
    const value = given?.decimal(name);
    return value === undefined ? undefined : parseRational(value);
  });
  return { kind, tolerance: { ...(absolute && { absolute }), ...(relative && { relative }) } };
}

function testOf(map: YamlMap, index: number): GradedTest {
  map.refuseOthers(['input', 'expected_output', 'name', 'points', 'hidden']);
  if (!map.has('expected_output')) map.error(undefined, '"expected_output" is missing');
  const points = parseRational(map.decimal('points') ?? '1') ?? ONE;
  if (points.numerator < 0n) map.error('points', '"points" should be 0 or more');
  const name = map.string('name') ?? '';
  return {
    name: name === '' ? `test ${index + 1}` : name,
    input: map.string('input') ?? '',
    expectedOutput: map.string('expected_output') ?? '',
    points,
    hidden: map.boolean('hidden') ?? false,
  };
}

function problemOf(tests: readonly GradedTest[], comparison: Comparison, cpuTime: number, memory: number): Problem {
  const total = tests.reduce(
    (sum, { points }) =>
      rational(sum.numerator * points.denominator + points.numerator * sum.denominator, sum.denominator * points.denominator),
    ZERO,
  );
  const bytes = (text: string) => ({ kind: 'bytes', bytes: Buffer.from(text) }) as const;
  return {
    name: 'grade',
    titles: {},
    type: 'scoring',
    limits: { cpuTime, memory, stdoutBytes: MIB, sourceBytes: 64 * 1024, languages: {} },
    evaluation: { kind: 'output', checker: { kind: 'comparison', comparison } },
    passes: 1,
    included: {},
    execution: 'run_all',
    disclosure: STRICT_DISCLOSURE,
    tests: {
      name: '',
      groups: [],
      aggregation: 'sum',
      points: total,
      requires: [],
      counts: true,
      stopAtFirstFailure: false,
      subtask: false,
      tests: tests.map(({ input, expectedOutput, points, hidden }, index) => ({
        // Two tests may have one name; the judge tells them apart by their places.
        name: `${index + 1}`,
        input: bytes(input),
        answer: bytes(expectedOutput),
        args: [],
        files: [],
        checkerArgs: [],
        points,
        visibility: hidden ? 'hidden' : 'sample',
      })),
    },
  };
}
