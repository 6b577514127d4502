import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} root */
export function generators(root) {
  const tools = join(root, 'tools');
  const names = readdirSync(tools).filter((name) => /^generate-[a-z-]+\.mjs$/.test(name));
  return names.sort().map((name) => join(tools, name));
}

/** What is generated is committed and must not differ when generated again. @param {string} root */
export function staleFiles(root) {
  return generators(root).flatMap((generator) => {
    const run = spawnSync(process.execPath, [generator, '--check'], { cwd: root, encoding: 'utf8' });
    return run.status === 0 ? [] : [`${generator}: ${(run.stderr || run.stdout).trim()} (npm run generate)`];
  });
}
