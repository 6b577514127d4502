import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { DEFAULT_LIMITS } from '../limits/table.js';
import { scoreGroup } from '../scoring/group.js';
import { rational } from '../scoring/rational.js';
import { disclose } from './disclose.js';
import { AUDIENCES, type DisclosurePolicy, STRICT_DISCLOSURE } from './disclosure.js';
import type { Problem } from './problem.js';
import type { SubmissionReport, TestReport } from './report.js';
import type { TestCase, TestGroup } from './tests.js';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const content = (text: string) => ({ kind: 'bytes', bytes: bytes(text) }) as const;

/** Everything that the setter's hidden test and its report hold, each with a canary of its own. */
const HIDDEN = [
  'name',
  'description',
  'input',
  'answer',
  'because',
  'output',
  'stderr',
  'expected',
  'got',
  'setter',
  'team',
  'from',
  'to',
  'SIGNAL',
];
const canary = (name: string) => `canary<${name}>`;
const NUMBERS = { time: 777_001, wallTime: 777_002, memory: 777_003, runs: 777_004, passes: 777_005 };

const testCase = (name: string, visibility: TestCase['visibility'], mark: (text: string) => string): TestCase => ({
  name,
  input: content(mark('input')),
  answer: content(mark('answer')),
  args: [],
  files: [],
  checkerArgs: [],
  points: rational(3),
  visibility,
  description: mark('description'),
  hint: 'a hint',
});
const tests = [testCase('sample', 'sample', (text) => `open ${text}`), testCase(canary('name'), 'hidden', canary)];
const group = (name: string, more: Partial<TestGroup>): TestGroup => ({
  ...{ name, tests: [], groups: [], aggregation: 'sum', points: 'unbounded', requires: [], counts: true },
  ...{ stopAtFirstFailure: false, subtask: false },
  ...more,
});
const problem: Problem = {
  name: 'p',
  titles: {},
  type: 'scoring',
  limits: { cpuTime: 1, memory: 1, stdoutBytes: 1, sourceBytes: 1, languages: {} },
  evaluation: { kind: 'output', checker: { kind: 'comparison', comparison: { kind: 'tokens' } } },
  passes: 1,
  included: {},
  tests: group('', { groups: [group('all', { tests, points: rational(6) })] }),
  execution: 'run_all',
  disclosure: STRICT_DISCLOSURE,
};

const testReport = (test: TestCase, number: number, mark: (text: string) => string): TestReport => ({
  name: test.name,
  number,
  visibility: test.visibility,
  verdict: 'WA',
  cause: 'wrong_output',
  because: mark('because'),
  points: rational(1, 3),
  maximum: rational(3),
  ...NUMBERS,
  exit: { kind: 'signal', signal: mark('SIGNAL') },
  output: bytes(mark('output')),
  stderr: bytes(mark('stderr')),
  truncated: { output: false, stderr: false },
  difference: { line: 777_006, column: 777_007, expected: mark('expected'), got: mark('got') },
  messages: { setter: mark('setter'), team: mark('team') },
  transcript: { fromInteractor: bytes(mark('from')), fromSubmission: bytes(mark('to')) },
});
const reports = tests.map((each, index) => testReport(each, index + 1, index === 0 ? (text) => `open ${text}` : canary));
const report: SubmissionReport = {
  problem: 'p',
  status: 'judged',
  verdict: 'WA',
  because: `test 2 (${canary('name')}): ${canary('because')}`,
  language: { id: 'c', version: '17' },
  limits: DEFAULT_LIMITS,
  compile: { output: bytes('a warning'), truncated: false, because: 'ended' },
  tests: reports,
  score: scoreGroup(problem.tests, new Map(reports.map((each) => [each.name, each]))),
  faults: [{ part: 'checker', program: 'check.py', test: canary('name'), problem: canary('setter') }],
};
const hiddenOnly = { ...report, tests: reports.slice(1) };

const shown = (...given: Parameters<typeof disclose>) => JSON.stringify(disclose(...given));
const leaks = (text: string) => [
  ...HIDDEN.filter((name) => text.includes(canary(name))),
  ...Object.entries(NUMBERS).flatMap(([name, number]) => (text.includes(String(number)) ? [name] : [])),
];

describe('a strict policy', () => {
  it.each(['submitter', 'public'] as const)('shows nothing of hidden tests to the %s', (audience) => {
    expect(leaks(shown(hiddenOnly, problem, audience))).toEqual([]);
    expect(leaks(JSON.stringify(disclose(report, problem, audience)).replaceAll(/open \w+/g, ''))).toEqual(
      audience === 'submitter' ? Object.keys(NUMBERS) : [],
    );
  });

  it('shows samples in full, but not what the checker told the setter', () => {
    const { tests: seen } = disclose(report, problem, 'submitter');
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      name: 'sample',
      ...NUMBERS,
      message: 'open team',
      difference: { expected: 'open expected' },
    });
    expect(seen[0]?.input).toEqual({ kind: 'text', text: 'open input', lossy: false, truncated: false });
    expect(JSON.stringify(seen)).not.toMatch(/open (setter|from|to)/);
  });

  it('tells the verdict and the points of groups', () => {
    expect(disclose(report, problem, 'submitter')).toMatchObject({
      verdict: 'WA',
      because: 'wrong answer',
      points: { earned: 0.666667, exact: '2/3' },
      groups: [{ name: 'all', verdict: 'WA', points: { exact: '2/3', maximum: 6 } }],
    });
    expect(disclose(report, problem, 'public').groups).toBeUndefined();
  });
});

describe('audiences', () => {
  it('the setter reads everything', () => {
    expect(leaks(shown(report, problem, 'setter'))).toEqual([...HIDDEN, ...Object.keys(NUMBERS)]);
  });

  it('the owner reads everything but the tests themselves', () => {
    const seen = leaks(shown({ ...hiddenOnly, because: '' }, problem, 'owner'));
    for (const name of ['input', 'answer', 'expected', 'got', 'setter', 'output', 'stderr', 'from', 'to'])
      expect(seen).not.toContain(name);
    for (const name of ['name', 'because', 'time']) expect(seen).toContain(name);
  });

  it.each(['judging_failed', 'internal_error', 'cancelled'] as const)('learn of %s that it is so', (status) => {
    for (const audience of ['submitter', 'public'] as const) {
      const seen = disclose({ ...report, status, verdict: 'IE', because: canary('setter') }, problem, audience);
      expect(leaks(JSON.stringify(seen))).toEqual([]);
      expect(seen).toMatchObject({ status, tests: [] });
      expect(seen.verdict).toBeUndefined();
    }
    expect(shown({ ...report, status }, problem, 'setter')).toContain(canary('setter'));
  });

  it('the public does not read compilers', () => {
    const refused = { ...report, status: 'compile_error', verdict: 'CE' } as const;
    expect(disclose(refused, problem, 'submitter').compile).toEqual({ output: 'a warning', truncated: false });
    expect(disclose(refused, problem, 'public').compile).toBeUndefined();
  });
});

describe('each flag opens one thing', () => {
  const listed: DisclosurePolicy = { ...STRICT_DISCLOSURE, detail: 'tests' };
  test.each<[keyof DisclosurePolicy, readonly string[]]>([
    ['hiddenTime', ['time', 'wallTime', 'runs']],
    ['hiddenMemory', ['memory']],
    ['hiddenExit', ['SIGNAL', 'passes']],
    ['hiddenStderr', ['stderr']],
    ['hiddenOutput', ['output']],
    ['hiddenInput', ['input']],
    ['hiddenAnswer', ['answer']],
    ['checkerMessages', ['team']],
  ])('%s', (flag, opened) => {
    expect(leaks(shown(hiddenOnly, problem, 'submitter', listed))).toEqual([]);
    expect(leaks(shown(hiddenOnly, problem, 'submitter', { ...listed, [flag]: true })).toSorted()).toEqual(
      [...opened].toSorted(),
    );
  });

  it('a difference shows output and answer, so it takes both', () => {
    const both = { ...listed, hiddenOutput: true, hiddenAnswer: true };
    expect(leaks(shown(hiddenOnly, problem, 'submitter', both))).toEqual(['answer', 'output', 'expected', 'got']);
  });

  it('and nothing opens what is the setter’s', () => {
    const flags = Object.keys(STRICT_DISCLOSURE).filter((name) => name !== 'detail');
    const policy = fc
      .tuple(fc.constantFrom<DisclosurePolicy['detail']>('verdict', 'first_failure', 'groups', 'tests'), fc.subarray(flags))
      .map(
        ([detail, open]) =>
          ({ ...Object.fromEntries(flags.map((name) => [name, open.includes(name)])), detail }) as DisclosurePolicy,
      );
    fc.assert(
      fc.property(policy, fc.constantFrom(...AUDIENCES.filter((audience) => audience !== 'setter')), (given, audience) => {
        const seen = leaks(shown({ ...hiddenOnly, faults: [] }, problem, audience, given));
        for (const name of ['setter', 'from', 'to']) expect(seen).not.toContain(name);
        if (audience === 'public' || (audience === 'submitter' && given.detail !== 'tests')) expect(seen).toEqual([]);
      }),
    );
  });

  it('the first failure is a number, with its hint', () => {
    const first = disclose(hiddenOnly, problem, 'submitter', { ...STRICT_DISCLOSURE, detail: 'first_failure' });
    expect(first).toMatchObject({ firstFailure: 2, hint: 'a hint', tests: [] });
    expect(first.groups).toBeUndefined();
    expect(disclose(hiddenOnly, problem, 'submitter', { ...STRICT_DISCLOSURE, points: false }).points).toBeUndefined();
  });
});
