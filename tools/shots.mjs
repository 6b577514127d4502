#!/usr/bin/env node
/** `npm run shots`: pictures of the main pages for the README, made in Debian's Chromium before a service of their own. */
import { root, runShown, runTool } from './process.mjs';
import { setUp } from './setup.mjs';

await runTool(async () => {
  await setUp(['tests']);
  const env = /** @type {Record<string, string>} */ ({ ...process.env });
  return runShown(
    [process.execPath, `${root}/node_modules/vitest/vitest.mjs`, 'run', '--config', 'tests/e2e/shots.config.ts'],
    env,
    10,
  );
});
