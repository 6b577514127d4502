#!/usr/bin/env node
import { join } from 'node:path';
/** `npm start`: sets up what is missing and brings the service up, in this very process, so that a signal reaches it. */
import { root, runTool } from './process.mjs';
import { setUp } from './setup.mjs';

await runTool(async () => {
  await setUp([]);
  const { main } = await import(join(root, 'packages/cli/dist/main.js'));
  await main('cupel', ['serve', ...process.argv.slice(2)]);
  return Number(process.exitCode ?? 0);
});
