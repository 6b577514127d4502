#!/usr/bin/env node
/** `npm run bench:<name>`: runs bench/<name>/main.mjs in an empty environment, so that only the machine is measured. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, runShown, runTool, Stop } from './process.mjs';
import { setUp } from './setup.mjs';

const [name = '', ...args] = process.argv.slice(2);

await runTool(async () => {
  const main = join(root, 'bench', name, 'main.mjs');
  if (name === '' || !existsSync(main))
    throw new Stop(`There is no benchmark "${name}". There are: ${benchmarks().join(', ') || 'none'}`);
  await setUp(['bench']);
  return runShown([process.execPath, main, ...args], { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' });
});

function benchmarks() {
  return readdirSync(join(root, 'bench')).filter((entry) => existsSync(join(root, 'bench', entry, 'main.mjs')));
}
