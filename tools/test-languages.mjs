#!/usr/bin/env node
/**
 * `npm run test:languages`: installs what Debian has for every language, those on request included (some 200 packages,
 * 3 GB), and runs every proof and every example of each in the real sandbox. Where all pass, the versions are written to languages/proved.json,
 * from which the table in docs/reference/languages.md takes them. Not part of `npm test`, which proves what the set-up installs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { languagePackages } from './language-packages.mjs';
import { root, runShown, runTool } from './process.mjs';
import { installDebianPackages } from './setup/debian.mjs';
import { setUp } from './setup.mjs';

const TESTS = ['tests/languages/proofs.test.ts', 'tests/languages/examples.test.ts'];

await runTool(async () => {
  await setUp(['tests']);
  await installDebianPackages({ required: languagePackages().onRequest, optional: [] });
  const vitest = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', ...TESTS];
  const code = await runShown([...vitest, ...process.argv.slice(2)], { ...process.env, CUPEL_PROVE: 'all' });
  if (code === 0 && process.argv.length === 2) await recordVersions();
  return code;
});

async function recordVersions() {
  const { findToolchains, loadLanguages } = await import('../packages/sandbox/dist/index.js');
  const folder = join(root, 'languages');
  const found = await findToolchains(loadLanguages(folder));
  const system = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'this system';
  const versions = Object.fromEntries(found.map(({ language, versions }) => [language.id, versions]));
  writeFileSync(join(folder, 'proved.json'), `${JSON.stringify({ system, versions }, null, 2)}\n`);
}
