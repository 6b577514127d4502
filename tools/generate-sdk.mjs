/**
 * Writes packages/sdk/src/openapi.gen.ts, the types of the client, from openapi.json. `--check` writes nothing and exits
 * with 1 where the file would differ.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = new URL('../packages/sdk/src/openapi.gen.ts', import.meta.url);
const document = fileURLToPath(new URL('../openapi.json', import.meta.url));
const program = fileURLToPath(new URL('../packages/sdk/node_modules/openapi-typescript/bin/cli.js', import.meta.url));
// It makes links out of import.meta.url, so it is started as a program, and prints to stdout where no output is named.
const fresh = execFileSync(process.execPath, [program, document, '--immutable'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
  maxBuffer: 64 << 20,
});
if (!process.argv.includes('--check')) {
  writeFileSync(file, fresh);
} else if (fresh !== readFileSync(file, 'utf8')) {
  console.error('packages/sdk/src/openapi.gen.ts does not say what openapi.json says; type `npm run generate`');
  process.exitCode = 1;
}
