import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classify, type RunOutcome } from '@cupel/domain';
import { type Launcher, startLauncher } from '@cupel/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built, make, run } from './build.js';
import { answersInABox, noAnswerOfTheFilter } from './filter-answers.js';
import { limits } from './limits.js';

const outside = mkdtempSync(join(tmpdir(), 'cupel-probe-'));
let launcher: Launcher;

beforeAll(async () => {
  expect(make('all', 'build/filter-probe')).toMatchObject({ status: 0 });
  launcher = await startLauncher();
});
afterAll(async () => {
  await launcher?.close();
  rmSync(outside, { recursive: true });
});

const probe = (way: string): Promise<RunOutcome> =>
  launcher.run({
    profile: 'judge',
    mode: 'strict',
    argv: ['./probe', way],
    env: {},
    limits,
    files: [{ name: 'probe', content: { kind: 'bytes', bytes: readFileSync(built('filter-probe')) }, executable: true }],
    stdin: { kind: 'null' },
    stdout: { kind: 'pipe' },
    stderr: { kind: 'pipe' },
    collect: [],
    keep: false,
  });

const answersOf = (printed: string): Record<string, string> =>
  Object.fromEntries(
    printed
      .trim()
      .split('\n')
      .map((line) => line.split(' ')),
  );

describe('in a box', () => {
  test('each call gets the answer that the policy means it to have', async () => {
    const { stdout, evidence } = await probe('calls');
    expect(evidence).toMatchObject({ firstCause: 'ended', exit: { kind: 'code', code: 0 } });
    expect(answersOf(Buffer.from(stdout).toString())).toEqual(answersInABox);
  });

  test('of 46 socket families exactly four can be had', async () => {
    const answers = answersOf(Buffer.from((await probe('calls')).stdout).toString());
    const families = Object.keys(answers).filter((name) => /^family_\d+$/.test(name));
    expect(families).toHaveLength(46);
    expect(families.filter((name) => answers[name] === 'ok')).toEqual(['family_1', 'family_2', 'family_10', 'family_16']);
  });
});

test('the control: outside, what the filter refuses goes through, or fails for another reason', () => {
  const answers = answersOf(run(built('filter-probe'), ['calls'], { cwd: outside }).stdout);
  const same = Object.keys(answersInABox).filter((name) => answersInABox[name] !== 'ok' && answers[name] === answersInABox[name]);
  expect(same.filter((name) => !noAnswerOfTheFilter.has(name))).toEqual([]);
});

describe.skipIf(process.arch !== 'x64')('a call in a foreign ABI', () => {
  test.each([
    ['i386', 'i386', 20],
    ['x32', 'x86_64', 0x40000000 + 39],
    ['thread', 'i386', 20],
    ['child', 'i386', 20],
    ['under-fire', 'i386', 20],
  ])('%s ends the run, with its number and architecture as evidence', async (way, architecture, syscall) => {
    const { stdout, evidence } = await probe(way);
    expect(Buffer.from(stdout).toString()).not.toContain('got through');
    expect(evidence.firstCause).toBe('forbidden_call');
    expect(evidence.seccomp).toEqual({ architecture, syscall });
    expect(classify(evidence, limits).verdict).toBe('SV');
  });

  test.each(['i386', 'thread', 'child', 'under-fire'])('the control: outside, %s goes through', (way) => {
    expect(run(built('filter-probe'), [way], { cwd: outside }).stdout).toBe('got through\n');
  });
});

test('a SIGSYS of the program’s own making is a signal and nothing more', async () => {
  const { evidence } = await probe('sigsys');
  expect(evidence).toMatchObject({ firstCause: 'ended', exit: { kind: 'signal', signal: 'SIGSYS' } });
  expect(evidence.seccomp).toBeUndefined();
  expect(classify(evidence, limits).verdict).toBe('SIG');
});
