import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest, suggestion } from './nearest.js';

const LANGUAGES = ['c', 'cpp', 'python', 'java', 'javascript', 'typescript', 'go', 'rust', 'bash', 'py', 'c++', 'js'];

test.each([
  ['pyton', 'python'],
  ['pyhton', 'python'],
  ['Python', 'python'],
  ['javascrpt', 'javascript'],
  ['rsut', 'rust'],
  ['jav', 'java'],
  ['brainfuck', undefined],
  ['', undefined],
  ['p'.repeat(1_000_000), undefined],
])('%s', (name, expected) => {
  expect(nearest(name, LANGUAGES)).toBe(expected);
});

test('a name is nearest to itself', () => {
  fc.assert(fc.property(fc.constantFrom(...LANGUAGES.slice(1)), (name) => nearest(name, LANGUAGES) === name));
});

test('the suggestion is a tail for a message', () => {
  expect(suggestion('pyton', LANGUAGES)).toBe(', did you mean "python"?');
  expect(suggestion('cobol', LANGUAGES)).toBe('');
});
