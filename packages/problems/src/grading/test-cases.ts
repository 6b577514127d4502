import { COMPARISON_NAMES, type Comparison, parseRational } from '@cupel/domain';
import { type Issue, Issues } from '../issues.js';
import { parseYaml } from '../yaml/document.js';
import type { YamlMap } from '../yaml/map.js';

/** A test as requests have it; the names are those of the wire. */
export interface GradedTest {
  readonly name: string;
  readonly input: string;
  readonly expected_output: string;
  readonly points: number;
  readonly hidden: boolean;
}

export interface TestFile {
  readonly tests: readonly GradedTest[];
  readonly issues: readonly Issue[];
  readonly comparison: Comparison;
  /** Of each test: microseconds of CPU time, bytes. */
  readonly limits: { readonly cpuTime?: number; readonly memory?: number };
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
  const limits = limitsOf(map?.map('limits'));
  const comparison = map === undefined ? STRIPPED : comparisonOf(map);
  const found = issues.all.map((issue) =>
    isList && issue.line !== undefined ? { ...issue, line: Math.max(1, issue.line - 1) } : issue,
  );
  return { tests, issues: found, comparison, limits };
}

function limitsOf(map: YamlMap | undefined): TestFile['limits'] {
  map?.refuseOthers(['time', 'memory']);
  const [time, memory] = [map?.number('time', 0.01, 600), map?.number('memory', 4, 16_384)];
  return {
    ...(time === undefined ? {} : { cpuTime: Math.round(time * SECOND) }),
    ...(memory === undefined ? {} : { memory: Math.round(memory * MIB) }),
  };
}

const STRIPPED: Comparison = { kind: 'stripped' };

/** As in requests: a name, or `{kind: floats, absolute: 1e-6, relative: 1e-6}`. */
function comparisonOf(map: YamlMap): Comparison {
  const given = map.isMap('checker') ? map.map('checker') : undefined;
  given?.refuseOthers(['kind', 'absolute', 'relative']);
  const kind = given === undefined ? map.choice('checker', COMPARISON_NAMES) : (given.choice('kind', ['floats']) ?? 'floats');
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
  const name = map.string('name') ?? '';
  return {
    name: name === '' ? `test ${index + 1}` : name,
    input: map.string('input') ?? '',
    expected_output: map.string('expected_output') ?? '',
    points: map.number('points', 0, 1e9) ?? 1,
    hidden: map.boolean('hidden') ?? false,
  };
}
