import type { YamlMap } from '../yaml/map.js';
import type { GroupScoring, TestSettings, ValidatorArgs } from './case.js';
import { splitFlags } from './flags.js';

const SETTINGS = [
  'args',
  'input_validator_args',
  'output_validator_args',
  'input_visualizer_args',
  'output_visualizer_args',
  'full_feedback',
];
const GROUP = ['max_score', 'score_aggregation', 'static_validation_score', 'require_pass', 'static_validator_args'];
const LEGACY = [
  'on_reject',
  'grading',
  'grader_flags',
  'input_validator_flags',
  'output_validator_flags',
  'accept_score',
  'reject_score',
  'range',
];

/** The settings of a test or a group since 2025-09, over those of what it stands in. */
export function modernSettings(map: YamlMap, before: TestSettings, kind: 'test' | 'group'): TestSettings {
  map.refuseOthers(kind === 'test' ? [...SETTINGS, 'hint', 'description'] : [...SETTINGS, ...GROUP]);
  return {
    args: map.strings('args') ?? before.args,
    inputValidatorArgs: map.has('input_validator_args') ? validatorArgs(map) : before.inputValidatorArgs,
    outputValidatorArgs: map.strings('output_validator_args') ?? before.outputValidatorArgs,
    fullFeedback: map.boolean('full_feedback') ?? before.fullFeedback,
  };
}

function validatorArgs(map: YamlMap): ValidatorArgs {
  if (!map.isMap('input_validator_args')) return map.strings('input_validator_args') ?? [];
  const byName = map.map('input_validator_args');
  return Object.fromEntries(byName?.keys.map((name) => [name, byName.strings(name) ?? []]) ?? []);
}

export interface GroupPlace {
  /** `sample`, `secret`, `secret/group1`. */
  readonly name: string;
  readonly scoring: boolean;
}

/** How a group of 2025-09 is scored. */
export function modernScoring(map: YamlMap | undefined, { name, scoring }: GroupPlace): GroupScoring {
  const isSecret = name === 'secret';
  for (const key of ['max_score', 'score_aggregation', 'require_pass']) {
    if (!map?.has(key)) continue;
    if (name === 'sample') map.error(key, `${key} cannot stand in sample`);
    else if (!scoring) map.error(key, `${key} is for scoring problems`);
  }
  const aggregation = map?.choice('score_aggregation', ['pass-fail', 'sum', 'min']);
  const staticScore = staticValidation(map, scoring);
  return {
    ...DEFAULTS,
    aggregation: !scoring ? 'pass-fail' : (aggregation ?? (isSecret ? 'sum' : 'pass-fail')),
    maxScore: maxScore(map) ?? (isSecret ? '100' : 'unbounded'),
    requirePass: map?.strings('require_pass') ?? [],
    ...(staticScore === undefined ? {} : { staticValidation: staticScore }),
  };
}

function maxScore(map: YamlMap | undefined): string | undefined {
  if (map === undefined || !map.has('max_score')) return undefined;
  if (map.string('max_score') === 'unbounded') return 'unbounded';
  const score = map.integer('max_score');
  return score === undefined ? undefined : String(score);
}

function staticValidation(map: YamlMap | undefined, scoring: boolean): GroupScoring['staticValidation'] {
  const args = map?.strings('static_validator_args');
  if (map === undefined || !map.has('static_validation_score')) {
    if (args !== undefined) map?.error('static_validator_args', 'needs a static_validation_score');
    return undefined;
  }
  if (map.string('static_validation_score') === 'pass-fail') return { score: 'pass-fail', args: args ?? [] };
  const score = map.integer('static_validation_score');
  if (!scoring) map.error('static_validation_score', 'a number is for scoring problems; others say pass-fail');
  return score === undefined ? undefined : { score: String(score), args: args ?? [] };
}

const DEFAULTS: Omit<GroupScoring, 'aggregation'> = {
  requirePass: [],
  onReject: 'continue',
  verdictMode: 'worst_error',
  acceptIfAny: false,
  ignoreSample: false,
  acceptScore: '1',
  rejectScore: '0',
};

/** What a testdata.yaml says; a group without one has that of the nearest group above. */
export interface LegacySettings {
  readonly scoring: GroupScoring;
  readonly inputValidatorArgs: ValidatorArgs;
  readonly outputValidatorArgs: readonly string[];
}

export const LEGACY_DEFAULTS: LegacySettings = {
  scoring: { ...DEFAULTS, aggregation: 'sum', onReject: 'break' },
  inputValidatorArgs: [],
  outputValidatorArgs: [],
};

export function legacySettings(map: YamlMap, scoring: boolean): LegacySettings {
  map.refuseOthers(LEGACY);
  for (const key of ['accept_score', 'reject_score', 'range']) {
    if (!scoring && map.has(key)) map.error(key, `${key} is for scoring problems`);
  }
  const range = legacyRange(map);
  const isCustom = map.choice('grading', ['default', 'custom']) === 'custom';
  return {
    scoring: {
      ...DEFAULTS,
      aggregation: 'sum',
      ...(isCustom ? {} : graderFlags(map)),
      onReject: map.choice('on_reject', ['break', 'continue']) ?? 'break',
      acceptScore: map.decimal('accept_score') ?? '1',
      rejectScore: map.decimal('reject_score') ?? '0',
      ...(isCustom ? { graderArgs: splitFlags(map.string('grader_flags') ?? '') } : {}),
      ...(range === undefined ? {} : { range }),
    },
    inputValidatorArgs: flags(map, 'input_validator_flags'),
    outputValidatorArgs: outputFlags(map),
  };
}

function graderFlags(map: YamlMap): Pick<GroupScoring, 'aggregation' | 'verdictMode' | 'acceptIfAny' | 'ignoreSample'> {
  let found = { aggregation: 'sum', verdictMode: 'worst_error', acceptIfAny: false, ignoreSample: false } as ReturnType<
    typeof graderFlags
  >;
  for (const flag of splitFlags(map.string('grader_flags') ?? '')) {
    if (flag === 'sum' || flag === 'avg' || flag === 'min' || flag === 'max') found = { ...found, aggregation: flag };
    else if (flag === 'worst_error' || flag === 'first_error' || flag === 'always_accept')
      found = { ...found, verdictMode: flag };
    else if (flag === 'accept_if_any_accepted') found = { ...found, acceptIfAny: true };
    else if (flag === 'ignore_sample') found = { ...found, ignoreSample: true };
    else map.error('grader_flags', `"${flag}" is no flag of the default grader`);
  }
  return found;
}

function legacyRange(map: YamlMap): readonly [string, string] | undefined {
  if (!map.has('range')) return undefined;
  const [low, high, ...more] = (map.string('range') ?? '').trim().split(/\s+/);
  const number = /^[+-]?(inf|(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?)$/;
  if (low !== undefined && high !== undefined && more.length === 0 && number.test(low) && number.test(high)) return [low, high];
  map.error('range', 'should be two numbers, as in "0 100" or "-inf +inf"');
  return undefined;
}

function flags(map: YamlMap, key: string): ValidatorArgs {
  if (!map.isMap(key)) return splitFlags(map.string(key) ?? '');
  const named = map.map(key);
  named?.refuseOthers(['name', 'flags']);
  return { [named?.string('name') ?? '']: splitFlags(named?.string('flags') ?? '') };
}

function outputFlags(map: YamlMap): readonly string[] {
  const found = flags(map, 'output_validator_flags');
  return Array.isArray(found) ? (found as readonly string[]) : Object.values(found).flat();
}
