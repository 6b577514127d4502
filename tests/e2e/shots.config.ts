import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/** `npm run shots`: not a test, but made by the tests' own hands. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [] } },
  defineConfig({ test: { include: ['tests/e2e/make-shots.ts'], testTimeout: 300_000 } }),
);
