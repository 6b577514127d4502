/** What is judged: the sum of the numbers in a file, in C++ and in Python, right on every test. */

export const SOURCES = {
  cpp: `#include <cstdio>
int main() {
  long long sum = 0, value;
  while (scanf("%lld", &value) == 1) sum += value;
  printf("%lld\\n", sum);
}
`,
  python: `import sys

print(sum(map(int, sys.stdin.buffer.read().split())))
`,
};

const NUMBERS = 1000;

/** Tests of some kilobytes each, all different. @param {number} count */
export function testsOf(count) {
  return Array.from({ length: count }, (_, index) => {
    const numbers = Array.from({ length: NUMBERS }, (_unused, at) => (at * 7919 + index * 104729) % 1_000_003);
    const sum = numbers.reduce((total, number) => total + number, 0);
    return { input: Buffer.from(`${numbers.join('\n')}\n`), answer: Buffer.from(`${sum}\n`) };
  });
}

/** @param {ReturnType<typeof testsOf>} tests @returns {import('@cupel/domain').Problem} */
export function problemOf(tests) {
  return {
    name: 'sum',
    titles: { en: 'Sum' },
    type: 'pass_fail',
    limits: { cpuTime: 2_000_000, memory: 256 << 20, stdoutBytes: 1 << 20, sourceBytes: 1 << 16, languages: {} },
    evaluation: { kind: 'output', checker: { kind: 'comparison', comparison: { kind: 'tokens' } } },
    passes: 1,
    included: {},
    tests: {
      name: '',
      tests: tests.map(({ input, answer }, index) => ({
        name: `${index + 1}`,
        input: { kind: 'bytes', bytes: input },
        answer: { kind: 'bytes', bytes: answer },
        args: [],
        files: [],
        checkerArgs: [],
        points: { numerator: 1n, denominator: 1n },
        visibility: 'hidden',
      })),
      groups: [],
      aggregation: 'sum',
      points: 'unbounded',
      requires: [],
      counts: true,
      stopAtFirstFailure: false,
      subtask: false,
    },
    execution: 'run_all',
    disclosure: /** @type {any} */ ({}),
  };
}
