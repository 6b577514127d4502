import { ONE, type PackageVerdict, rational, ZERO } from '@cupel/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitFlags } from '../data/flags.js';
import { brokenPromises, type Observed } from './expect.js';
import { MODERN_FOLDERS } from './folders.js';
import { expandBraces, matchesGlob } from './glob.js';
import type { ExampleSubmission, Expectation } from './submission.js';
import { proposeTimeLimit } from './time-limit.js';

const example = (path: string, ...expectations: readonly Expectation[]): ExampleSubmission => ({
  path,
  program: { name: 'x', path, files: [], run: { kind: 'language', language: 'c' } },
  expectations,
  authors: [],
  model: false,
});
const folder = (name: string): Expectation => ({ permitted: [], required: [], ...MODERN_FOLDERS[name], from: name });
const seen = (...verdicts: readonly PackageVerdict[]): Observed => ({
  tests: verdicts.map((verdict, index) => ({ name: `secret/g${index + 1}/1`, verdict })),
  points: { '': rational(50), 'secret/g1': ONE },
  fullPoints: rational(100),
});

describe('promises of folders', () => {
  it.each([
    ['accepted', seen('AC', 'AC'), 0],
    ['accepted', seen('AC', 'WA'), 1],
    ['wrong_answer', seen('AC', 'WA'), 0],
    ['wrong_answer', seen('AC', 'AC'), 1],
    ['wrong_answer', seen('WA', 'RTE'), 1],
    ['time_limit_exceeded', seen('AC', 'TLE'), 0],
    ['run_time_error', seen('TLE', 'AC'), 2],
    ['brute_force', seen('TLE', 'WA'), 1],
    ['rejected', seen('AC', 'RTE'), 0],
    ['accepted', seen(), 1],
  ] as const)('%s', (name, observed, problems) => {
    expect(brokenPromises(example(`${name}/x.c`, folder(name)), observed)).toHaveLength(problems);
  });

  it('is held to points and messages, and to those of single groups', () => {
    const rule = { from: 'submissions.yaml', permitted: ['AC', 'WA'], required: ['AC', 'WA'] } as const;
    const broken = (more: Partial<Expectation>) => brokenPromises(example('a/x.c', { ...rule, ...more }), seen('AC', 'WA'));
    expect(broken({ score: ['50', '50'] })).toEqual([]);
    expect(broken({ score: ['50.01', '100'] })).toHaveLength(1);
    expect(broken({ tests: 'secret/g1', score: ['1', '1'], permitted: ['AC'] })).toEqual([]);
    expect(broken({ tests: 'secret/g2', permitted: ['AC'] })).toHaveLength(1);
    expect(broken({ message: 'too few' })).toHaveLength(1);
    expect(broken({ notFull: true })).toEqual([]);
    expect(
      brokenPromises(example('a/x.c', { ...rule, notFull: true }), { ...seen('AC'), points: { '': ONE }, fullPoints: ONE }),
    ).toHaveLength(1);
    expect(
      brokenPromises(example('a/x.c', { ...rule, notFull: true }), { ...seen('AC'), points: { '': ZERO }, fullPoints: ONE }),
    ).toEqual([]);
  });
});

describe('patterns', () => {
  it.each([
    ['accepted', 'accepted/a.py', true],
    ['accepted/*', 'accepted/a.py', true],
    ['*', 'accepted/a.py', true],
    ['*/a.py', 'accepted/a.py', true],
    ['accepted/*.cpp', 'accepted/a.py', false],
    ['{accepted,wrong}/a.{py,cpp}', 'wrong/a.cpp', true],
    ['secret/*-hard', 'secret/3-hard', true],
    ['*.py', 'accepted/a.py', false],
    ['a*b*c', 'aXbYc', true],
    ['a*a', 'a', false],
    ['a.b', 'aXb', false],
  ])('%s on %s', (pattern, path, matches) => {
    expect(matchesGlob(pattern, path)).toBe(matches);
  });

  it('grow no further than they may', () => {
    expect(expandBraces('{a,b}'.repeat(8))).toHaveLength(256);
    expect(expandBraces('{a,b}'.repeat(40))).toBeUndefined();
    expect(expandBraces('{a')).toBeUndefined();
  });

  it('end, whatever the pattern', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a*{},/]{0,40}$/),
        fc.stringMatching(/^[a/]{0,40}$/),
        (pattern, path) => typeof matchesGlob(pattern, path) === 'boolean',
      ),
    );
  });
});

describe('flags', () => {
  it('are split as a shell splits them, and never expanded', () => {
    expect(splitFlags(`a  "b c" 'd "e' f\\ g $HOME *`)).toEqual(['a', 'b c', 'd "e', 'f g', '$HOME', '*']);
  });
});

describe('the time limit', () => {
  const limits = { acToTimeLimit: 2, timeLimitToTle: 1.5, timeResolution: 0.5, validationPasses: 2 };
  const timed = (name: string, seconds: number) => ({
    submission: example(`${name}/x.c`, folder(name)),
    tests: [{ name: 'secret/1', seconds }],
  });

  it('is the smallest multiple between the slowest right and the fastest slow solution', () => {
    const proposal = proposeTimeLimit(
      [timed('accepted', 0.6), timed('wrong_answer', 0.7), timed('time_limit_exceeded', 3)],
      limits,
    );
    expect(proposal).toMatchObject({
      limit: 1.5,
      slowestAccepted: { seconds: 0.7 },
      fastestTooSlow: { seconds: 3 },
      problems: [],
    });
  });

  it('is none where there is no room, and says what is wrong with one that is named', () => {
    const close = [timed('accepted', 1), timed('time_limit_exceeded', 2)];
    expect(proposeTimeLimit(close, limits).limit).toBeUndefined();
    expect(proposeTimeLimit(close, { ...limits, time: 1.5 }).problems).toHaveLength(2);
    expect(proposeTimeLimit([timed('accepted', 1), timed('brute_force', 0.1)], limits)).toMatchObject({
      limit: 2,
      fastestTooSlow: undefined,
    });
  });
});
