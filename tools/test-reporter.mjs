import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Vitest's own JSON leaves out why a test was skipped, so the figures are taken from the same event together with the
 * reasons. Written to the file that CUPEL_TEST_SUMMARY names.
 */
// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by its default export
export default class SummaryReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const path = process.env.CUPEL_TEST_SUMMARY;
    if (!path) return;
    /** @type {{ passed: number, failed: number, skipped: { name: string, reason: string }[] }} */
    const summary = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) count(module, summary);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(summary));
  }
}

/**
 * @param {import('vitest/node').TestModule} module
 * @param {{ passed: number, failed: number, skipped: { name: string, reason: string }[] }} summary
 */
function count(module, summary) {
  // A file that could not be loaded, or a hook that failed, has no failed test of its own.
  const failedBefore = summary.failed;
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') summary.passed += 1;
    else if (result.state === 'failed') summary.failed += 1;
    else summary.skipped.push({ name: `${module.relativeModuleId} > ${test.fullName}`, reason: reasonOf(result) });
  }
  if (module.state() === 'failed' && summary.failed === failedBefore) summary.failed += 1;
}

/** @param {import('vitest/node').TestResult} result */
function reasonOf(result) {
  return result.state === 'skipped' && result.note ? result.note : 'no reason given';
}
