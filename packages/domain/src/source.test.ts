import { expect, test } from 'vitest';
import { isBlank, normaliseSource } from './source.js';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const text = (source: Uint8Array): string => Buffer.from(source).toString('latin1');

test('\\r\\n becomes \\n, and how often is said', () => {
  const { bytes: source, lineEnds } = normaliseSource(bytes('#!/bin/sh\r\necho 1\r\n'));
  expect(text(source)).toBe('#!/bin/sh\necho 1\n');
  expect(lineEnds).toBe(2);
});

test('a source without them stays the same object', () => {
  const source = bytes('a\nb\n');
  expect(normaliseSource(source)).toEqual({ bytes: source, lineEnds: 0 });
  expect(normaliseSource(source).bytes).toBe(source);
});

test('every other byte stays: a lone \\r, and what is no UTF-8', () => {
  const all = Uint8Array.from({ length: 256 }, (_, index) => index);
  expect(normaliseSource(all).bytes).toEqual(all);
  expect(text(normaliseSource(bytes('a\rb\r\r\n')).bytes)).toBe('a\rb\r\n');
});

test('a source of blanks is empty', () => {
  expect(isBlank(bytes(''))).toBe(true);
  expect(isBlank(bytes(' \t\r\n'))).toBe(true);
  expect(isBlank(bytes(' 1'))).toBe(false);
});
