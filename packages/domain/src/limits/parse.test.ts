import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CupelError } from '../errors/cupel-error.js';
import { limitsInSeconds, parseLimits } from './parse.js';
import { DEFAULT_LIMITS, LARGEST_LIMITS, LIMIT_FIELDS, LIMIT_TABLE } from './table.js';

function refusal(request: Record<string, unknown>, fieldOf?: (name: string) => string): CupelError {
  try {
    parseLimits(request, fieldOf === undefined ? {} : { fieldOf });
  } catch (error) {
    if (error instanceof CupelError) return error;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(request)}`);
}

const names = LIMIT_FIELDS.map((field) => LIMIT_TABLE[field].name);

test('nothing said gives the defaults', () => {
  expect(parseLimits({})).toEqual(DEFAULT_LIMITS);
  const defaults = { ...DEFAULT_LIMITS, memory: 1 };
  expect(parseLimits({ memory: undefined }, { defaults })).toEqual(defaults);
});

test('every default lies within its own range', () => {
  expect(parseLimits(limitsInSeconds(DEFAULT_LIMITS))).toEqual(DEFAULT_LIMITS);
  expect(parseLimits(limitsInSeconds(LARGEST_LIMITS))).toEqual(LARGEST_LIMITS);
});

test.each([
  ['memory', '256M', 'memory', 268_435_456],
  ['memory', '1G', 'memory', 1_073_741_824],
  ['memory', '1.5g', 'memory', 1_610_612_736],
  ['memory', '512 MB', 'memory', 536_870_912],
  ['memory', '65536KiB', 'memory', 67_108_864],
  ['memory', 134_217_728, 'memory', 134_217_728],
  ['scratch', '100M', 'scratchBytes', 104_857_600],
  ['cpu_time', 0.5, 'cpuTime', 500_000],
  ['wall_time', '2', 'wallTime', 2_000_000],
  ['cores', 0.5, 'cores', 0.5],
  ['processes', 256, 'processes', 256],
] as const)('%s: %s', (name, value, field, expected) => {
  expect(parseLimits({ [name]: value })[field]).toBe(expected);
});

describe('refused, with the field, the limit and the cure', () => {
  test.each(names)('%s of 0, below 0, NaN, infinite, beyond the maximum, of another type', (name) => {
    expect(refusal({ [name]: 0 })).toMatchObject({
      code: 'limit_not_positive',
      field: `limits.${name}`,
      status: 422,
      exitCode: 2,
    });
    expect(refusal({ [name]: -1 }).code).toBe('limit_not_positive');
    expect(refusal({ [name]: Number.NaN }).code).toBe('limit_not_a_number');
    expect(refusal({ [name]: Number.POSITIVE_INFINITY }).code).toBe('limit_not_a_number');
    expect(refusal({ [name]: Number.NEGATIVE_INFINITY }).code).toBe('limit_not_a_number');
    expect(refusal({ [name]: 1e18 }).code).toBe('limit_too_large');
    expect(refusal({ [name]: null }).code).toBe('limit_not_a_number');
    expect(refusal({ [name]: [5] }).code).toBe('limit_not_a_number');
    expect(refusal({ [name]: 'much' }).code).toMatch(/^limit_not_a_(number|size)$/);
    expect(refusal({ [name]: '0x10' }).code).toMatch(/^limit_not_a_(number|size)$/);
    expect(refusal({ [name]: '' }).code).toMatch(/^limit_not_a_(number|size)$/);
  });

  test('in words', () => {
    expect(refusal({ memory: '64G' }).message).toBe('limits.memory is "64G", the most allowed is 16 GB');
    expect(refusal({ memory: '64G' }).cure).toBe('Lower limits.memory to 16 GB or less.');
    expect(refusal({ memory: 256 }).message).toBe('limits.memory is 256, the least possible is 4 MB');
    expect(refusal({ wall_time: 0 }, (name) => `--${name.replaceAll('_', '-')}`).message).toBe(
      '--wall-time is 0, but a limit must be above 0',
    );
    expect(refusal({ cpu_time: 0 }).cure).toBe(
      'Give limits.cpu_time as seconds, for example 2 or 0.5, or leave it out for the default of 10 s.',
    );
    expect(refusal({ processes: 1.5 }).code).toBe('limit_not_whole');
    expect(refusal({ memory: '-5M' }).code).toBe('limit_not_positive');
  });

  test('an unknown name, with the nearest', () => {
    expect(refusal({ memroy: 1 }).message).toBe('there is no limit named "memroy", did you mean "memory"?');
    expect(refusal({ ['__proto__']: 1 }).code).toBe('limit_unknown');
  });
});

test('whatever is given, the limits are whole and in range, or the refusal names a field', () => {
  const value = fc.oneof(
    fc.double(),
    fc.string(),
    fc.integer(),
    fc.constantFrom('1M', '1e3', '٣', ' 5', '1_000', 'NaN'),
    fc.anything(),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (request) => {
      try {
        const limits = parseLimits(request);
        for (const field of LIMIT_FIELDS) {
          expect(limits[field]).toBeGreaterThanOrEqual(LIMIT_TABLE[field].least);
          expect(limits[field]).toBeLessThanOrEqual(LIMIT_TABLE[field].most);
          if (field !== 'cores') expect(Number.isInteger(limits[field])).toBe(true);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(CupelError);
        expect((error as CupelError).field).toMatch(/^limits\./);
      }
    }),
    { numRuns: 2000 },
  );
});
