/**
 * Writes openapi.json from the routes of packages/server (built beforehand: `npm run build`). `--check` writes nothing and
 * exits with 1 where the file would differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../openapi.json', import.meta.url);
const server = new URL('../packages/server/dist/', import.meta.url);
const { openApiDocument } = await import(new URL('platform/openapi/document.js', server).href);
const { ROUTES } = await import(new URL('features/routes.js', server).href);
const { version } = JSON.parse(readFileSync(new URL('../packages/server/package.json', import.meta.url), 'utf8'));

const fresh = `${JSON.stringify(openApiDocument(ROUTES, version), null, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(file, fresh);
} else if (fresh !== readFileSync(file, 'utf8')) {
  console.error('openapi.json does not say what the routes say; type `npm run generate`');
  process.exitCode = 1;
}
