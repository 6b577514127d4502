import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { built, findProgram, make, run } from './build.js';

const FUZZ_RUNS = 100_000;

test('the request parser accepts what it should and says why it refuses the rest', () => {
  expect(make('test')).toMatchObject({ status: 0 });
  expect(run(built('test-request'))).toMatchObject({ status: 0, stderr: '' });
});

test('the request parser keeps its promises whatever bytes come', ({ skip }) => {
  if (findProgram('clang') === undefined) skip('clang is not installed: apt-get install clang libclang-rt-14-dev');
  expect(make('fuzz')).toMatchObject({ status: 0 });
  const corpus = mkdtempSync(join(tmpdir(), 'cupel-fuzz-'));
  try {
    expect(run(built('fuzz-seeds'), [corpus])).toMatchObject({ status: 0 });
    const options = [`-runs=${FUZZ_RUNS}`, '-seed=1', '-max_len=8192', `-artifact_prefix=${corpus}/`];
    const fuzzed = run(built('fuzz-request'), [...options, corpus]);
    expect(fuzzed.stderr).toContain(`Done ${FUZZ_RUNS} runs`);
    expect(fuzzed.status).toBe(0);
  } finally {
    rmSync(corpus, { recursive: true });
  }
});
