#!/usr/bin/env node
/** `npm run check`: every rule of the house that a program can keep. Prints one line each, and what was found. */
import { pathToFileURL } from 'node:url';
import { staleFiles } from './checks/generated.mjs';
import { layerProblems } from './checks/layers.mjs';
import { licenceProblems } from './checks/licence.mjs';
import { linkProblems } from './checks/links.mjs';
import { commandProblems } from './checks/programs.mjs';
import { sizeProblems } from './checks/sizes.mjs';
import { root, runTool, say } from './process.mjs';

/** @typedef {(root: string) => string[] | Promise<string[]>} Check problems, one a line; none when all is well */

/** @type {Record<string, Check>} */
export const checks = {
  types: commandProblems(['node_modules/typescript/bin/tsc', '-b']),
  lint: commandProblems(['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
  'dead code': commandProblems(['node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints']),
  layers: layerProblems,
  sizes: sizeProblems,
  generated: staleFiles,
  links: linkProblems,
  licence: licenceProblems,
};

/** @returns {Promise<{ passed: number, failed: number }>} */
export async function runChecks() {
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    const problems = await check(root);
    say(`${problems.length === 0 ? '✓' : '✗'} ${name}`);
    for (const problem of problems) say(`    ${problem}`);
    if (problems.length > 0) failed += 1;
  }
  return { passed: Object.keys(checks).length - failed, failed };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runTool(async () => ((await runChecks()).failed === 0 ? 0 : 1));
}
