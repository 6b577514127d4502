import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A module of the tests, which are not built: Node 20 reads no TypeScript. @param {string} path */
export async function loadModule(path) {
  const { module } = await runnerImport(join(root, path), { root, configFile: false, logLevel: 'error' });
  return /** @type {any} */ (module);
}
