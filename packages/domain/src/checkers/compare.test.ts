import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Comparison } from '../problem/checker.js';
import { parseRational } from '../scoring/parse.js';
import { compareOutput } from './compare.js';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string) => new Uint8Array(Buffer.from(text));
const number = (text: string) => parseRational(text) ?? { numerator: 0n, denominator: 1n };
const near = { absolute: number('1e-6'), relative: number('1e-6') };

const COMPARISONS: readonly Comparison[] = [
  { kind: 'stripped' },
  { kind: 'exact' },
  { kind: 'trailing_space' },
  { kind: 'tokens' },
  { kind: 'case_insensitive' },
  { kind: 'floats', tolerance: near },
  { kind: 'unordered_lines' },
  { kind: 'unordered_tokens' },
  { kind: 'numbers' },
  { kind: 'kattis', caseSensitive: false, spaceSensitive: false },
  { kind: 'kattis', caseSensitive: true, spaceSensitive: true, tolerance: near },
];

const strict = (comparison: Comparison) =>
  comparison.kind === 'exact' || (comparison.kind === 'kattis' && comparison.spaceSensitive);
const accepts = (comparison: Comparison, output: Uint8Array, answer: Uint8Array) =>
  compareOutput(comparison, output, answer).accepted;

/** Every comparison must hold these, and a new one is added to the list above. */
describe.each(COMPARISONS)('every comparison: $kind', (comparison) => {
  test.each([
    ['nothing', ''],
    ['one word', 'yes\n'],
    ['no final newline', '1 2\n3'],
    ['bytes that are not UTF-8', 'a\xff\xfe \x80\n'],
    ['NUL bytes', 'a\0b\0\n'],
    ['inf and NaN', 'inf -inf nan NaN Infinity\n'],
    ['a huge number', `${'9'.repeat(5000)}\n1e999999999999\n`],
    ['Windows line ends', '1\r\n2\r\n'],
  ])('accepts the answer itself: %s', (_, answer) => {
    expect(compareOutput(comparison, bytes(answer), bytes(answer))).toEqual({ accepted: true });
  });

  test.each([
    ['no output', '', '42\n'],
    ['output where none is expected', '42\n', ''],
    ['blanks where something is expected', ' \n\t\n', '42\n'],
    ['trailing data', '1 2 3\n4\n', '1 2 3\n'],
    ['missing data', '1 2\n', '1 2 3\n'],
    ['a NUL at the end', '42\0', '42'],
    ['a NUL at the start', '\x0042', '42'],
    ['nothing but a NUL', '\0', ''],
    ['the answer before a NUL, junk after it', '42\0junk', '42'],
    ['one byte that is not UTF-8 for another', '\xff', '\xfe'],
    ['inf for a number', 'inf', '0'],
    ['Infinity for a number', 'Infinity', '1'],
    ['a number for inf', '0', 'inf'],
    ['minus inf for inf', '-inf', 'inf'],
    ['NaN for a number', 'nan', '0'],
    ['a signalling NaN for a NaN', 'nan(1)', 'nan'],
    ['a number beyond all floats for one', '1e400', '1'],
    ['another number beyond all floats', '1e400', '1e401'],
    ['one off in a number of 400 digits', `${'9'.repeat(399)}8 x`, `${'9'.repeat(400)} y`],
    ['a comma for a point', '0,5', '0.5'],
    ['hexadecimal for decimal', '0x10', '16'],
    ['digits run together', '12', '1 2'],
  ])('refuses %s', (_, output, answer) => {
    expect(accepts(comparison, bytes(output), bytes(answer))).toBe(false);
  });

  test.each([
    ['a Cyrillic letter for a Latin one', 'уes', 'yes'],
    ['the Kelvin sign for a k', 'ok \u212a', 'ok k'],
    ['full-width digits', '４２', '42'],
    ['Arabic digits', '٤٢', '42'],
    ['a real minus', '−1', '-1'],
    ['a no-break space', '1\u00a02', '1 2'],
    ['a zero-width space', '4\u200b2', '42'],
    ['a byte order mark', '\ufeff42', '42'],
    ['a letter and its accent apart', 'e\u0301', '\u00e9'],
    ['another case beyond ASCII', 'É', 'é'],
  ])('refuses a look-alike: %s', (_, output, answer) => {
    expect(accepts(comparison, utf8(output), utf8(answer))).toBe(false);
  });

  it('takes an absent newline at the end, or one more, as it says', () => {
    expect(accepts(comparison, bytes('42'), bytes('42\n'))).toBe(!strict(comparison));
    expect(accepts(comparison, bytes('42\n\n'), bytes('42\n'))).toBe(!strict(comparison));
  });

  it('answers for huge outputs', () => {
    const line = 'word 12345.678 x\n';
    const long = bytes(line.repeat(50_000));
    expect(accepts(comparison, long, long)).toBe(true);
    expect(accepts(comparison, long, bytes(line.repeat(49_999)))).toBe(false);
    const token = new Uint8Array(5_000_000).fill(57);
    expect(accepts(comparison, token, bytes('9'))).toBe(false);
    expect(accepts(comparison, token, token.subarray(1))).toBe(false);
    expect(accepts(comparison, bytes(`${'0'.repeat(2_000_000)}x`), bytes('0'))).toBe(false);
  });

  it('answers for any two outputs, the same either way round but for the tolerance', () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .array(fc.constantFrom('0', '1', '-', '.', 'e9', ' ', '\n', '\r', '\0', 'a', 'A', 'inf'))
        .map((parts) => bytes(parts.join(''))),
    );
    fc.assert(
      fc.property(any, any, (output, answer) => {
        const result = compareOutput(comparison, output, answer);
        if (!result.accepted) {
          expect(result.difference.line).toBeGreaterThanOrEqual(1);
          expect(result.difference.column).toBeGreaterThanOrEqual(1);
        }
        expect(accepts(comparison, answer, answer)).toBe(true);
        if (!JSON.stringify(comparison, (_, value) => (typeof value === 'bigint' ? '' : value)).includes('relative'))
          expect(accepts(comparison, answer, output)).toBe(result.accepted);
      }),
      { numRuns: 200 },
    );
  });
});

const cases = (comparison: Comparison, rows: readonly (readonly [string, string, boolean])[]) =>
  test.each(rows)(`${comparison.kind}: %j for %j: %s`, (output, answer, accepted) => {
    expect(accepts(comparison, bytes(output), bytes(answer))).toBe(accepted);
  });

describe('what each comparison forgives', () => {
  cases({ kind: 'stripped' }, [
    ['\r\n 42 \t', '42\n', true],
    ['1\r\n2', '1\n2', false],
    ['1  2', '1 2', false],
  ]);
  cases({ kind: 'exact' }, [
    ['42 \n', '42\n', false],
    ['42\r\n', '42\n', false],
  ]);
  cases({ kind: 'trailing_space' }, [
    ['1 \n2\t\r\n\n\n', '1\n2', true],
    [' 1\n2', '1\n2', false],
    ['1\n\n2', '1\n2', false],
    ['1 2', '1  2', false],
    ['\n1', '1', false],
  ]);
  cases({ kind: 'tokens' }, [
    ['  1\n\n2\t3', '1 2 3', true],
    ['a', 'A', false],
    ['1.0', '1', false],
  ]);
  cases({ kind: 'case_insensitive' }, [
    ['YES no', 'yes\nNO', true],
    ['[', '{', false],
    ['@', '`', false],
  ]);
  cases({ kind: 'floats', tolerance: { absolute: number('0.01') } }, [
    ['1.01', '1', true],
    ['1.0100000000000000000000001', '1', false],
    ['0.99', '1', true],
    ['1e0', '1', true],
    ['.5', '0.5', true],
    ['5.', '5', true],
    ['-0', '0', true],
    ['.', '0', false],
    ['', '0', false],
    ['1e', '1', false],
    ['yes 1.001', 'yes 1', true],
    ['no 1', 'yes 1', false],
    [`1.${'0'.repeat(1000)}1`, '1', true],
  ]);
  cases({ kind: 'floats', tolerance: { relative: number('1e-3') } }, [
    ['1001', '1000', true],
    ['1001.1', '1000', false],
    ['0.0000001', '0', false],
    ['-1000', '1000', false],
    ['1e-2001', '0', false],
  ]);
  cases({ kind: 'floats', tolerance: {} }, [
    ['0.50', '.5', true],
    ['0.5000000000000000000001', '.5', false],
  ]);
  cases({ kind: 'unordered_lines' }, [
    ['b \na\n\nb\n', 'a\nb\nb', true],
    ['a\nb', 'a\nb\nb', false],
    ['a\na\nb', 'a\nb\nb', false],
    ['a b', 'b a', false],
  ]);
  cases({ kind: 'unordered_tokens' }, [
    ['3 1\n2', '1 2 3', true],
    ['1 1 2', '1 2 2', false],
    ['__proto__', 'constructor', false],
  ]);
  cases({ kind: 'numbers' }, [
    ['1.50 +1.5 15e-1', '1.5 1.5 1.5', true],
    ['100000000000000000000000001', '1e26', false],
    [`1${'0'.repeat(100_000)}`, '1e100000', true],
    ['007', '7', true],
    ['-0.0', '0', true],
    ['1e99999999999999999999', '1e99999999999999999998', false],
  ]);
  cases({ kind: 'kattis', caseSensitive: true, spaceSensitive: false, tolerance: { absolute: number('0.1') } }, [
    ['Yes 1.05', 'Yes  1', true],
    ['yes 1', 'Yes 1', false],
  ]);
  cases({ kind: 'kattis', caseSensitive: false, spaceSensitive: true }, [
    ['YES  no\n', 'yes  NO\n', true],
    ['yes no\n', 'yes  no\n', false],
    ['yes no', 'yes no\n', false],
  ]);
});

describe('the first difference', () => {
  const difference = (comparison: Comparison, output: string, answer: string) => {
    const result = compareOutput(comparison, utf8(output), utf8(answer));
    return result.accepted ? undefined : result.difference;
  };

  test.each<[Comparison['kind'], string, string, object]>([
    ['tokens', '1 2\n3 5\n', '1 2\n3 4\n', { line: 2, column: 3, expected: '4', got: '5' }],
    ['tokens', 'äö x', 'äö y', { line: 1, column: 4, expected: 'y', got: 'x' }],
    ['tokens', '1', '1 2', { line: 1, column: 2, expected: '2' }],
    ['tokens', '1\n2\n', '1', { line: 2, column: 1, got: '2' }],
    ['exact', 'a\nb', 'a\nb\n', { line: 2, column: 2, expected: '\\u{a}' }],
    ['stripped', 'one two', 'one too', { line: 1, column: 6, expected: 'oo', got: 'wo' }],
    ['trailing_space', 'a\n\nb', 'a\nb', { line: 2, column: 1, expected: 'b' }],
    ['unordered_tokens', '3 9 1', '1 2 3', { line: 1, column: 3, expected: '1', got: '9' }],
  ])('%s: %j for %j', (kind, output, answer, expected) => {
    expect(difference({ kind } as Comparison, output, answer)).toEqual(expected);
  });

  it('shows what is long or not printable so that it cannot do harm', () => {
    const found = difference({ kind: 'tokens' }, `\u202e\u001b[2J${'x'.repeat(1000)}`, 'y');
    expect(found?.got).toMatch(/^\\u\{202e\}\\u\{1b\}\[2Jx+…$/);
    expect(found?.got?.length).toBeLessThan(150);
  });
});
