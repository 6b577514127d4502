import { CupelError } from '../errors/cupel-error.js';
import type { Limits } from '../limits.js';
import { suggestion } from '../nearest.js';
import { seconds, size } from '../words.js';
import { DEFAULT_LIMITS, LARGEST_LIMITS, LIMIT_FIELDS, LIMIT_TABLE, type LimitRow, type LimitUnit } from './table.js';
import { parseNumber, parseSize } from './units.js';

export interface LimitContext {
  /** Taken where the caller says nothing: those of the language, else the table's. */
  readonly defaults?: Limits;
  /** What the operator allows at most. */
  readonly largest?: Limits;
  /** How the caller wrote a limit's name, for messages; `limits.memory` unless told. */
  readonly fieldOf?: (name: string) => string;
}

/**
 * Limits as callers write them: times in seconds, sizes in bytes or as "256M", counts, a share of cores as 0.5, by the
 * names of the limit table. Throws `limit_…` with the field, the limit and the cure; 0 never means "no limit".
 */
export function parseLimits(request: Readonly<Record<string, unknown>>, context: LimitContext = {}): Limits {
  const { defaults = DEFAULT_LIMITS, largest = LARGEST_LIMITS, fieldOf = (name) => `limits.${name}` } = context;
  const given = new Map(Object.entries(request));
  const limits = LIMIT_FIELDS.map((field) => {
    const row = LIMIT_TABLE[field];
    const value = given.get(row.name);
    given.delete(row.name);
    if (value === undefined) return [field, defaults[field]];
    return [field, parseLimit(value, fieldOf(row.name), { ...row, standard: defaults[field], most: largest[field] })];
  });
  for (const name of given.keys()) throw unknownLimit(name, fieldOf(name));
  return Object.fromEntries(limits) as unknown as Limits;
}

/** The other way: limits by their outer names, times in seconds, sizes in bytes. */
export function limitsInSeconds(limits: Limits): Readonly<Record<string, number>> {
  const entries = LIMIT_FIELDS.map((field) => {
    const { name, unit } = LIMIT_TABLE[field];
    return [name, unit === 'time' ? limits[field] / 1e6 : limits[field]];
  });
  return Object.fromEntries(entries);
}

const FORMS: Readonly<Record<LimitUnit, string>> = {
  time: 'seconds, for example 2 or 0.5',
  size: 'bytes, or as in "256M" or "1G"',
  count: 'a whole number above 0',
  cores: 'a number of cores, for example 1 or 0.5',
};

/** An amount as a caller would read it. */
function shown(amount: number, unit: LimitUnit): string {
  return unit === 'time' ? seconds(amount) : unit === 'size' ? size(amount) : String(amount);
}

function parseLimit(value: unknown, field: string, row: LimitRow): number {
  const { unit, least, most, standard } = row;
  const form = FORMS[unit];
  const params = { field, value: typeof value === 'string' ? `"${value}"` : String(value), form };
  const options = { field };
  const amount = unit === 'size' ? parseSize(value) : parseNumber(value);
  if (amount === undefined && unit === 'size' && typeof value === 'string')
    throw new CupelError('limit_not_a_size', params, options);
  if (amount === undefined || !Number.isFinite(amount)) throw new CupelError('limit_not_a_number', params, options);
  if (amount <= 0) throw new CupelError('limit_not_positive', { ...params, standard: shown(standard, unit) }, options);
  if ((unit === 'size' || unit === 'count') && !Number.isInteger(amount))
    throw new CupelError('limit_not_whole', params, options);
  const scaled = unit === 'time' ? amount * 1e6 : amount;
  const bounds = { ...params, least: shown(least, unit), most: shown(most, unit), standard: shown(standard, unit) };
  if (scaled < least) throw new CupelError('limit_too_small', bounds, options);
  if (scaled > most) throw new CupelError('limit_too_large', bounds, options);
  return unit === 'time' ? Math.round(scaled) : scaled;
}

function unknownLimit(name: string, field: string): CupelError {
  const names = LIMIT_FIELDS.map((field) => LIMIT_TABLE[field].name);
  const params = { name, suggestion: suggestion(name, names), available: names.join(', ') };
  return new CupelError('limit_unknown', params, { field });
}
