import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseEvidenceRecord, replay } from '../record/record.js';
import type { Classification } from './classification.js';
import { classifyBy } from './classify.js';
import { COMPILE_ROWS } from './compile-rules.js';
import { RULES, RULES_VERSION } from './rules.js';

const FOLDER = new URL('../../golden/', import.meta.url);
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

function golden(name: string) {
  return parseEvidenceRecord(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
}

test.each(names)('%s keeps its verdict', (name) => {
  const record = golden(name);
  const { classification, agrees } = replay(record);
  expect(classification).toMatchObject({ verdict: record.classified.verdict, cause: record.classified.cause });
  expect(agrees).toBe(true);
  const named = /^(compile-)?([a-z]+)-/.exec(name);
  expect(named?.[2]?.toUpperCase()).toBe(classification.verdict);
  expect(named?.[1] === undefined ? 'run' : 'compile').toBe(record.stage);
  expect(classification.provenance.rulesVersion).toBe(RULES_VERSION);
});

test('every rule has a golden record that it decides', () => {
  const decided = new Set(names.map((name) => replay(golden(name)).classification.provenance.rule));
  expect([...decided].sort()).toEqual(RULES.map((rule) => rule.cause).sort());
});

test('every way in which a compiler ends has a word of its own guilt', () => {
  const ours = Object.entries(COMPILE_ROWS).filter(([, row]) => row.verdict === 'IE');
  expect(ours.map(([cause]) => cause).sort()).toEqual(
    ['cancelled', 'ie_missing_evidence', 'ie_supervisor_failure', 'ie_unknown_cause', 're_exec_failed'].sort(),
  );
});

/** The verdict with two rows of the table in each other's place. */
function swapped(name: string, one: string, other: string): Classification {
  const { evidence, limits } = golden(name);
  const row = (cause: string) => RULES.find((rule) => rule.cause === cause);
  const table = RULES.map((rule) => (rule.cause === one ? row(other) : rule.cause === other ? row(one) : rule));
  return classifyBy(
    table.filter((rule) => rule !== undefined),
    evidence,
    limits,
  );
}

describe('the order of rows decides', () => {
  test.each([
    ['mle-above-cpu-limit.json', 'mle_limit_breach', 'tle_cpu_kernel', 'TLE'],
    ['mle-child-killed.json', 'mle_limit_breach', 're_nonzero_exit', 'RE'],
    ['ple-before-full-scratch.json', 'ple_cgroup_pids', 'fse_limit_exceeded', 'FSE'],
    ['fse-sigxfsz-after-refused-fork.json', 'fse_file_size_signal', 'ple_cgroup_pids', 'PLE'],
    ['fse-scratch-full.json', 'fse_limit_exceeded', 're_nonzero_exit', 'RE'],
    ['tle-cpu-sigxcpu.json', 'tle_cpu_kernel', 're_fatal_signal', 'SIG'],
    ['tle-cpu-ended-above.json', 'tle_cpu_kernel', 'normal_exit', 'AC'],
    ['sv-sigsys.json', 'sv_forbidden_call', 're_fatal_signal', 'SIG'],
    ['re-exec-enoent.json', 're_exec_failed', 'ie_supervisor_failure', 'IE'],
    ['ole-ended-first.json', 'ole_output_cut', 're_nonzero_exit', 'RE'],
  ])('%s with %s and %s swapped would be %s', (name, one, other, verdict) => {
    expect(replay(golden(name)).classification.verdict).not.toBe(verdict);
    expect(swapped(name, one, other).verdict).toBe(verdict);
  });
});
