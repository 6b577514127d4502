#!/usr/bin/env node
/** `npm run generate`: every generator, in the order of their names. With `--check` they only compare. */
import { generators } from './checks/generated.mjs';
import { root, runShown, runTool } from './process.mjs';

await runTool(async () => {
  for (const generator of generators(root)) {
    const code = await runShown([process.execPath, generator, ...process.argv.slice(2)]);
    if (code !== 0) return code;
  }
  return 0;
});
