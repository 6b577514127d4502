import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sanitizeForTerminal, terminalSanitizer } from './terminal.js';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

test.each([
  ['plain', 'a\tb\nc é 漢 👩‍👩‍👧', 'a\tb\nc é 漢 👩‍👩‍👧'],
  ['colour', '\u001b[31mred\u001b[0m', 'red'],
  ['cursor and erase', 'AC\u001b[2K\u001b[1A\u001b[1;1HWA', 'ACWA'],
  ['title, ended by BEL', '\u001b]0;owned\u0007x', 'x'],
  ['title, ended by ST', '\u001b]0;owned\u001b\\x', 'x'],
  ['clipboard write', '\u001b]52;c;cm0gLXJmIH4=\u0007', ''],
  ['device control', '\u001bP$q"p\u001b\\x', 'x'],
  ['one-character C1 sequences', '\u009b31mred\u009d0;t\u009cx', 'redx'],
  ['character set and full reset', '\u001b(0\u001bcx', 'x'],
  ['carriage return', 'WA\rAC', 'WAAC'],
  ['backspace, bell, NUL, delete', 'a\bb\u0007c\0d\u007fe', 'abcde'],
  ['direction overrides', 'a\u202eb\u2066c', 'abc'],
  ['a sequence within a sequence', '\u001b[\u001b[31mx', 'x'],
  ['an unfinished title hides its own line only', '\u001b]0;evil\nseen', '\nseen'],
  ['an escape at the very end', 'x\u001b', 'x'],
])('%s', (_, hostile, shown) => {
  expect(sanitizeForTerminal(hostile)).toBe(shown);
  expect(sanitizeForTerminal(bytes(hostile))).toBe(shown);
});

test('bytes that are no UTF-8 are shown as replaced', () => {
  expect(sanitizeForTerminal(new Uint8Array([0x61, 0xff, 0x9b, 0x62]))).toBe('a\ufffd\ufffdb');
});

const onScreen = (hostile: string): string => {
  const sanitizer = terminalSanitizer('screen');
  return [...hostile].map((character) => sanitizer.push(character)).join('') + sanitizer.end();
};

test.each([
  '\u001b[1;31mred\u001b[0m',
  '\u001b[2J\u001b[H\u001b[10;20H',
  '\u001b[?1049h\u001b[?25l',
  '\u001b7\u001b8\u001b(0\u001b(B',
  'a\b\r\u0007\tb\r\n',
])('a screen shows what draws: %j', (drawing) => expect(onScreen(drawing)).toBe(drawing));

test.each([
  ['a question after the kind of terminal', '\u001b[cx\u001b[>cy\u001b[6nz', 'xyz'],
  ['a question after its size, or another one', '\u001b[18t\u001b[8;1;1tx', 'x'],
  ['a question after the keyboard', '\u001b[?ux\u001b[?4my', 'xy'],
  ['title, clipboard, device control', '\u001b]0;t\u0007\u001b]52;c;eA==\u001b\\\u001bP$q"p\u001b\\x', 'x'],
  ['one-character C1 sequences', '\u001b[0m[2\u009bJ\u009d0;t\u009cx', '\u001b[0m[2x'],
  ['full reset, and a sequence beyond measure', `\u001bcx\u001b[${'1;'.repeat(99)}my`, 'xy'],
])('a screen shows no %s', (_, hostile, shown) => expect(onScreen(hostile)).toBe(shown));

describe('whatever comes', () => {
  const hostile = fc
    .array(fc.constantFrom('\u001b', '[', ']', 'm', '3', ';', '\u0007', '\\', '\n', 'é', '\u009b', 'P', '\r', 'x', '漢'))
    .map((parts) => parts.join(''));

  test('no control but newline and tab is left', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
        expect(sanitizeForTerminal(text)).not.toMatch(/[^\P{Cc}\n\t]/u);
      }),
      { numRuns: 1000 },
    );
  });

  test('it makes no difference where the chunks are cut', () => {
    fc.assert(
      fc.property(hostile, fc.nat(), (text, cut) => {
        const whole = bytes(text);
        const at = whole.length === 0 ? 0 : cut % whole.length;
        const sanitizer = terminalSanitizer();
        const shown = sanitizer.push(whole.subarray(0, at)) + sanitizer.push(whole.subarray(at)) + sanitizer.end();
        expect(shown).toBe(sanitizeForTerminal(whole));
      }),
      { numRuns: 1000 },
    );
  });
});
