import { CupelError } from '../errors/cupel-error.js';
import { printable } from '../printable.js';

/** Reads a value of unknown make, or throws `evidence_bad` with the path at fault. */
export type Reader<T> = (value: unknown, path: string) => T;

export function fail(path: string, expected: string, value: unknown): never {
  const got = value === undefined ? 'is missing' : `is ${printable(shown(value), 60)}`;
  throw new CupelError('evidence_bad', { path, problem: `${got}, expected ${expected}` }, { field: path });
}

function shown(value: unknown): string {
  return typeof value === 'string'
    ? `"${value}"`
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object' && value
        ? 'an object'
        : String(value);
}

export const text: Reader<string> = (value, path) => (typeof value === 'string' ? value : fail(path, 'text', value));

export const flag: Reader<boolean> = (value, path) => (typeof value === 'boolean' ? value : fail(path, 'true or false', value));

/** A count, a time or a size. -0 reads as 0. */
export const whole: Reader<number> = (value, path) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value + 0
    : fail(path, 'a whole number of at least 0', value);

export const positive: Reader<number> = (value, path) =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : fail(path, 'a number above 0', value);

export const positiveWhole: Reader<number> = (value, path) =>
  whole(value, path) > 0 ? whole(value, path) : fail(path, 'a whole number above 0', value);

export const oneOf =
  <const T extends string>(...words: readonly T[]): Reader<T> =>
  (value, path) =>
    words.find((word) => word === value) ?? fail(path, `one of ${words.join(', ')}`, value);

export const listOf =
  <T>(reader: Reader<T>): Reader<readonly T[]> =>
  (value, path) =>
    Array.isArray(value) ? value.map((item, index) => reader(item, `${path}[${index}]`)) : fail(path, 'a list', value);

export const mapOf =
  <T>(reader: Reader<T>): Reader<Readonly<Record<string, T>>> =>
  (value, path) =>
    Object.fromEntries(entriesOf(value, path).map(([key, item]) => [key, reader(item, `${path}.${printable(key)}`)]));

type Readers<T> = { readonly [K in keyof T]-?: Reader<Exclude<T[K], undefined>> };
type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];

/** An object with these fields and no others; those named in `optional` may be absent. */
export const object =
  <T extends object>(readers: Readers<T>, ...optional: readonly OptionalKeys<T>[]): Reader<T> =>
  (value, path) => {
    const given = new Map(entriesOf(value, path));
    const entries = Object.entries<Reader<unknown>>(readers).flatMap(([key, reader]) => {
      const item = given.get(key);
      given.delete(key);
      return item === undefined && optional.some((name) => name === key) ? [] : [[key, reader(item, under(path, key))]];
    });
    for (const [key, item] of given) fail(under(path, printable(key)), 'no such field', item);
    return Object.fromEntries(entries) as T;
  };

const under = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function entriesOf(value: unknown, path: string): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path || 'the record', 'an object', value);
  return Object.entries(value);
}
