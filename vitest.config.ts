import { defineConfig } from 'vitest/config';

const source = (name: string) => new URL(`packages/${name}/src/index.ts`, import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: Object.fromEntries(
      ['domain', 'sandbox', 'judge', 'problems', 'verify', 'store', 'server', 'sdk', 'cli'].map((name) => [
        `@cupel/${name}`,
        source(name),
      ]),
    ),
  },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'tools/**/*.test.ts'],
    // Two cores, and every sandbox test keeps one busy: more files at once only makes time limits meet noise.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes at once on a quiet machine; a busy one must not be taken for a broken one.
    expect: { poll: { timeout: 20_000, interval: 50 } },
  },
});
