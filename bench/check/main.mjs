/**
 * npm run bench:check BEFORE AFTER: two files that `npm run bench` has written. Names what became worse by more than chance explains, or
 * is measured no more; ends with 1 if there is such a figure, and with 2 if it cannot tell.
 */
import { readFileSync } from 'node:fs';
import { compareResults, linesOf } from './compare.mjs';

const paths = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (paths.length !== 2) end('usage: npm run bench:check BEFORE.json AFTER.json (files that npm run bench has written)');
const [before, after] = paths.map(readResult);
if (before.quick || after.quick)
  process.stdout.write('A quick run is among them: it shows that the benchmark works, and its figures are worth little.\n');
const comparison = compareResults(before, after);
for (const line of linesOf(comparison)) process.stdout.write(`${line}\n`);
process.exitCode = comparison.regressions.length + comparison.gone.length > 0 ? 1 : 0;

/** @param {string} path */
function readResult(path) {
  try {
    const result = JSON.parse(readFileSync(path, 'utf8'));
    if (!Array.isArray(result.figures)) end(`${path}: holds no figures; is it a result of npm run bench, and of no single part?`);
    return result;
  } catch (error) {
    return end(`${path}: ${error instanceof Error ? error.message : error}`);
  }
}

/** @param {string} message @returns {never} */
function end(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
