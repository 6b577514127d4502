import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanJson } from './json-scan.js';

test.each([
  ['{"a": 1, "a": 2}', 'a'],
  ['{"a": 1, "\\u0061": 2}', 'a'],
  ['{"x": {"b": [], "b" : {}}}', 'b'],
  ['[{"__proto__": 1, "__proto__": 2}]', '__proto__'],
])('a key that is there twice: %s', (text, duplicate) => {
  expect(scanJson(text, 32).duplicate).toBe(duplicate);
});

test.each(['{"a": {"a": {"a": 1}}}', '[{"a": 1}, {"a": 1}]', '{"a": "a", "b": "a\\": 1, \\"a"}', '"a"', '', '{"a', ']]]'])(
  'none twice: %s',
  (text) => {
    expect(scanJson(text, 32).duplicate).toBeUndefined();
  },
);

test('depth is that of the value, whatever its strings hold', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.integer({ min: 0, max: 2 }), (value, indent) => {
      const scan = scanJson(JSON.stringify(value, undefined, indent), 1_000);
      expect(scan).toEqual({ depth: depthOf(value) });
    }),
  );
});
