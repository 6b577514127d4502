import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CupelError } from './errors/cupel-error.js';
import { checkFileNames, fileNameProblem, MOST_FILES } from './files.js';

test.each(['main.py', 'Main.java', 'a/b/c.txt', '.hidden', 'x-1_2.tar.gz', 'a'.repeat(100), '...'])(
  '%s may stand in a box',
  (name) => {
    expect(fileNameProblem(name)).toBeUndefined();
  },
);

test.each([
  ['', 'is empty'],
  ['..', 'leads elsewhere'],
  ['a/../b', 'leads elsewhere'],
  ['./a', 'leads elsewhere'],
  ['/etc/passwd', 'starts with a slash'],
  ['a//b', 'two slashes'],
  ['a/', 'ends with a slash'],
  ['-rf', 'hyphen'],
  ['a/-o', 'hyphen'],
  ['a\nb', 'line end'],
  ['a\rb', 'line end'],
  ['a\0b', 'a character other than'],
  ['a b', 'a character other than'],
  ['a\\b', 'a character other than'],
  ['\u202etxt.exe', 'a character other than'],
  ['é.py', 'a character other than'],
  ['a'.repeat(101), 'longer than 100'],
  [`${'a'.repeat(90)}/${'b'.repeat(90)}/${'c'.repeat(90)}`, 'longer than 255'],
  [Array.from({ length: 11 }, () => 'a').join('/'), 'more than 10'],
])('%j is refused', (name, words) => {
  expect(fileNameProblem(name)).toContain(words);
});

test('what passes has no way out of the box', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', '.', '..', '/', '-', '\n', '\0', 'B', '_', '~', '$')).map((parts) => parts.join('')),
      (name) => {
        if (fileNameProblem(name) !== undefined) return;
        expect(name).toMatch(/^[\w.][\w.-]*(\/[\w.][\w.-]*)*$/);
        expect(name.split('/')).not.toContain('..');
      },
    ),
    { numRuns: 2000 },
  );
});

function refusal(names: readonly string[]): Pick<CupelError, 'code' | 'field' | 'message'> {
  try {
    checkFileNames(names);
  } catch (error) {
    if (error instanceof CupelError) return error;
  }
  throw new Error('accepted');
}

describe('names beside each other', () => {
  test('may share folders', () => {
    expect(() => checkFileNames(['main.c', 'lib/a.h', 'lib/b.h', 'lib.h'])).not.toThrow();
  });

  test.each([
    [['a', 'b', 'a'], 'file_name_twice', 'files[2].name'],
    [['Main.java', 'main.java'], 'file_names_collide', 'files[1].name'],
    [['a', 'a/b'], 'file_is_folder', 'files[1].name'],
    [['x/y/z', 'X/Y'], 'file_is_folder', 'files[0].name'],
    [['ok', 'no\nno'], 'file_name_bad', 'files[1].name'],
  ] as const)('%j is %s', (names, code, field) => {
    expect(refusal(names)).toMatchObject({ code, field });
  });

  test('are at most as many as a run takes', () => {
    const many = Array.from({ length: MOST_FILES + 1 }, (_, index) => `f${index}`);
    expect(() => checkFileNames(many.slice(1))).not.toThrow();
    expect(refusal(many).code).toBe('files_too_many');
  });

  test('a hostile name cannot write to the terminal of whoever reads the message', () => {
    expect(refusal(['\u001b]0;owned\u0007\n']).message).not.toMatch(/\p{Cc}/u);
  });
});
