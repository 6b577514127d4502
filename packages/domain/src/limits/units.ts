const SIZE = /^([+-]?\d+(?:\.\d+)?)([KMG])?(?:i?B)?$/i;
const FACTORS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** Bytes of `268435456`, `"268435456"`, `"256M"`, `"1G"`, `"1.5 G"`; undefined where it is no size. K, M and G are 1024s. */
export function parseSize(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const match = SIZE.exec(value.replace(/\s+/g, ''));
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * (FACTORS[(match[2] ?? '').toUpperCase()] ?? 1));
}

/** A finite number, also one written as text; undefined where it is none. Hexadecimal and blanks are none. */
export function parseNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) return undefined;
  return parseNumber(Number(value));
}
