import type { YamlMap } from '../yaml/map.js';
import type { PackageRunLimits } from './metadata.js';

const MIB = 1024 * 1024;
const KIB = 1024;
/** A day, in seconds: what is longer is a slip of the unit. */
const LONGEST = 86_400;
const SIZES = {
  memory: MIB,
  output: MIB,
  code: KIB,
  compilation_memory: MIB,
  validation_memory: MIB,
  validation_output: MIB,
} as const;
const TIMES = ['compilation_time', 'validation_time'] as const;
const COMMON = [...Object.keys(SIZES), ...TIMES];

/** `limits` of 2025-09. */
export function modernLimits(map: YamlMap | undefined, multiPass: boolean): PackageRunLimits {
  map?.refuseOthers([...COMMON, 'time_multipliers', 'time_limit', 'time_resolution', 'validation_passes']);
  const multipliers = map?.map('time_multipliers');
  multipliers?.refuseOthers(['ac_to_time_limit', 'time_limit_to_tle']);
  const time = positive(map, 'time_limit');
  if (map?.has('validation_passes') && !multiPass) map.error('validation_passes', 'validation_passes is for multi-pass problems');
  return {
    ...(time === undefined ? {} : { time }),
    acToTimeLimit: multipliers?.number('ac_to_time_limit', 1, 1000) ?? 2,
    timeLimitToTle: multipliers?.number('time_limit_to_tle', 1, 1000) ?? 1.5,
    timeResolution: positive(map, 'time_resolution') ?? 1,
    validationPasses: map?.integer('validation_passes', 2, 1000) ?? 2,
    ...common(map),
  };
}

/** `limits` of legacy. A time limit stands beside them by custom of some judges. */
export function legacyLimits(map: YamlMap | undefined): PackageRunLimits {
  map?.refuseOthers([...COMMON, 'time_multiplier', 'time_safety_margin', 'time_limit', 'validation_passes']);
  const time = positive(map, 'time_limit');
  return {
    ...(time === undefined ? {} : { time }),
    acToTimeLimit: map?.number('time_multiplier', 1, 1000) ?? 5,
    timeLimitToTle: map?.number('time_safety_margin', 1, 1000) ?? 2,
    timeResolution: 1,
    validationPasses: map?.integer('validation_passes', 2, 1000) ?? 2,
    ...common(map),
  };
}

function positive(map: YamlMap | undefined, key: string): number | undefined {
  const value = map?.number(key, 0, LONGEST);
  if (value !== 0) return value;
  map?.error(key, `"limits.${key}" should be more than 0`);
  return undefined;
}

function common(map: YamlMap | undefined): Partial<PackageRunLimits> {
  if (map === undefined) return {};
  const found: [string, number | undefined][] = [
    ...Object.entries(SIZES).map(([key, unit]): [string, number | undefined] => [key, scaled(map.number(key, 1, 1e6), unit)]),
    ...TIMES.map((key): [string, number | undefined] => [key, positive(map, key)]),
  ];
  return Object.fromEntries(found.filter(([, value]) => value !== undefined).map(([key, value]) => [camel(key), value]));
}

const scaled = (value: number | undefined, unit: number): number | undefined =>
  value === undefined ? undefined : Math.round(value * unit);

const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
