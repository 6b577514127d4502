#!/usr/bin/env node
/**
 * `npm test`: sets up, checks, tests. Ends with one line, "tests: N passed, N failed, N skipped", in which each check
 * counts as a test; every skipped test is named before it with its reason.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChecks } from './check.mjs';
import { root, runShown, runTool, Stop, say } from './process.mjs';
import { setUp } from './setup.mjs';

/** @typedef {{ passed: number, failed: number, skipped: { name: string, reason: string }[] }} Summary */

const summaryPath = join(root, '.cupel', 'log', 'tests.json');
const more = process.argv.slice(2);
/** Far more than all of them take; a test that hangs must not hang whoever waits for the answer. */
const MINUTES = 70;

await runTool(async () => {
  if (process.getuid?.() !== 0)
    throw new Stop('The tests raise every wall, which takes root. Type:\n\n    sudo env "PATH=$PATH" npm test\n');
  await setUp(['tests']);
  const checks = await runChecks();
  rmSync(summaryPath, { force: true });
  const code = await runShown(
    [
      process.execPath,
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=./tools/test-reporter.mjs',
      ...more,
    ],
    { ...environment(), CUPEL_TEST_SUMMARY: summaryPath },
    MINUTES,
  );
  const tests = readSummary();
  for (const { name, reason } of tests.skipped) say(`skipped: ${name} (${reason})`);
  // A runner that dies, or finds no test, must not look like one in which all is well.
  const runnerFailed = code !== 0 && tests.failed === 0 ? 1 : 0;
  const failed = checks.failed + tests.failed + runnerFailed;
  say(`tests: ${checks.passed + tests.passed} passed, ${failed} failed, ${tests.skipped.length} skipped`);
  return failed === 0 ? 0 : 1;
});

function environment() {
  return /** @type {Record<string, string>} */ ({ ...process.env });
}

/** @returns {Summary} */
function readSummary() {
  try {
    return JSON.parse(readFileSync(summaryPath, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}
