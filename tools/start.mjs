#!/usr/bin/env node
import { join } from 'node:path';
/** `npm start`: sets up what is missing and brings the service up, in this very process, so that a signal reaches it. */
import { root, runTool } from './process.mjs';
import { setUp } from './setup.mjs';

await runTool(async () => {
  stopWithNpm();
  await setUp([]);
  const { main } = await import(join(root, 'packages/cli/dist/main.js'));
  await main('cupel', ['serve', ...process.argv.slice(2)]);
  return Number(process.exitCode ?? 0);
});

/** A signal that is sent to npm ends npm and its shell, and nobody tells us: that they are gone is what we can see. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const look = () => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  };
  setInterval(look, 250).unref();
}
