import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from './json-reader.js';

/** The value, and how many turns it took. */
function read(text: string | Buffer, piece?: number, mostDepth = 32): { readonly value: unknown; readonly turns: number } {
  const steps = readJson(Buffer.from(text), mostDepth, piece);
  for (let turns = 1; ; turns += 1) {
    const step = steps.next();
    if (step.done) return { value: step.value, turns };
  }
}

const problemOf = (text: string | Buffer, piece?: number, mostDepth?: number) => {
  try {
    read(text, piece, mostDepth);
    return 'none';
  } catch (error) {
    return (error as { readonly code?: string }).code;
  }
};

const PIECES = [1, 2, 3, 7, 16, 64, 1_000_000];
const anyString = fc.string({ unit: 'binary', maxLength: 40 });
const anyJson = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' });

test('reads whatever JSON.parse reads, in whatever pieces', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyJson, fc.array(anyString), fc.dictionary(fc.string(), anyJson)),
      fc.integer({ min: 0, max: 2 }),
      (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        fc.pre(!/"(__proto__|prototype)"\s*:/.test(text) && JSON.parse(text) !== undefined);
        for (const piece of PIECES) expect(read(text, Math.max(piece, longestRun(text))).value).toEqual(JSON.parse(text));
      },
    ),
    { numRuns: 300 },
  );
});

/** A piece is never shorter than a number, a key or what is blank between two members: those are read whole. */
function longestRun(text: string): number {
  return Math.max(
    ...(text.match(/"(?:[^"\\]|\\.)*"(?=\s*:)|[^",:[\]{}]+/g) ?? ['']).map((run) => 2 * Buffer.byteLength(run) + 2),
  );
}

test('refuses whatever JSON.parse refuses, in whatever pieces', () => {
  const [opening, closing, between] = [
    fc.constantFrom('[', '{', ''),
    fc.constantFrom(']', '}', ''),
    fc.constantFrom(',', ':', ' '),
  ];
  const token = fc.oneof(
    opening,
    closing,
    between,
    between,
    fc.constantFrom('"a"', '"bcdefghijklmnop"', '1', 'null', '"\\u00e4"', '"'),
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 14 }), (tokens) => {
      const text = tokens.join('');
      const isJson = parses(text);
      for (const piece of [4, 8, 1_000]) {
        const problem = problemOf(text, piece);
        if (!isJson) expect([text, piece, problem]).toEqual([text, piece, 'not_json']);
      }
    }),
    { numRuns: 3_000 },
  );
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test.each([
  ['{"a": 1, "a": 2}', 'json_key_twice'],
  ['{"a": 1, "\\u0061": 2}', 'json_key_twice'],
  ['{"x": {"b": [], "b" : {}}}', 'json_key_twice'],
  ['[{"__proto__": 1}]', 'json_key_refused'],
  ['[{"\\u005f_proto__": {"a": 1}}]', 'json_key_refused'],
  ['{"a": {"a": {"a": 1}}}', 'none'],
  ['[{"a": 1}, {"a": 1}]', 'none'],
  ['{"a": "a", "b": "a\\": 1, \\"a"}', 'none'],
  ['{"a": "__proto__", "b": "\\"prototype\\": 1"}', 'none'],
  ['', 'not_json'],
  [' ', 'not_json'],
  ['[1,]', 'not_json'],
  ['{"a":1,}', 'not_json'],
  ['[1 2]', 'not_json'],
  ['1]', 'not_json'],
  ['[1}', 'not_json'],
  ['{} {}', 'not_json'],
  ['{"a', 'not_json'],
  ['["\\u00"]', 'not_json'],
  ['["a\nb"]', 'not_json'],
])('%s: %s', (text, problem) => {
  for (const piece of [24, 1_000]) expect(problemOf(text, piece)).toBe(problem);
});

test('is as deep as it is nested, whatever its strings hold', () => {
  expect(problemOf(`${'['.repeat(32)}"[[[["${']'.repeat(32)}`)).toBe('none');
  expect(problemOf('['.repeat(33))).toBe('json_too_deep');
  expect(problemOf('{"a":'.repeat(33))).toBe('json_too_deep');
});

test('says which byte is no UTF-8, also in a later piece', () => {
  const bytes = Buffer.concat([Buffer.from(`["${'ä'.repeat(50)}", "`), Buffer.from([0xff]), Buffer.from('"]')]);
  for (const piece of [16, 1_000]) expect(() => read(bytes, piece)).toThrow('not valid UTF-8 at byte 106');
});

test.each([
  [
    'many members',
    JSON.stringify({ submissions: Array.from({ length: 2_000 }, (_, index) => ({ code: 'x'.repeat(1_000), index })) }),
  ],
  ['one string', JSON.stringify({ code: 'ä\\n"\u{1f600}'.repeat(200_000) })],
  ['many keys', JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key ${index}`, index])))],
  ['many short lists', `[${'[1],'.repeat(500_000)}[1]]`],
  ['a few long ones in one another', JSON.stringify([[['x'.repeat(1e6)], 'y'.repeat(1e6)], { a: { b: 'z'.repeat(1e6) } }])],
])('no turn reads more than a few pieces: %s', (_, text) => {
  const bytes = Buffer.from(text);
  const piece = 16 * 1024;
  const longest = longestTurn(bytes, piece);
  expect(longest).toBeLessThan(4 * piece);
  expect(read(bytes, piece).turns).toBeGreaterThan(bytes.length / piece / 2);
});

/** The most bytes that were looked at or decoded within a turn, counted where they are read. */
function longestTurn(bytes: Buffer, piece: number): number {
  let [turn, longest] = [0, 0];
  const subarray = bytes.subarray.bind(bytes);
  bytes.subarray = (from = 0, to = bytes.length) => {
    turn += to - from;
    return subarray(from, to);
  };
  const steps = readJson(bytes, 32, piece);
  while (!steps.next().done) {
    longest = Math.max(longest, turn);
    turn = 0;
  }
  return Math.max(longest, turn);
}
