/**
 * The suite without a test runner, for places where there is only Node:
 *
 *     node main.mjs --launcher PATH --programs DIR [--only WORD] [--patience FACTOR]
 *
 * One line for each case and one at the end; the exit code is 1 when a case has failed. The programs are those of
 * tests/conformance/programs, compiled (tests/support/compile.ts).
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Case, Need, Subject } from './case.js';
import { openSubject } from './subject.js';
import { cases } from './suite.js';

const CASE_MS = 60_000;

const has: Readonly<Record<Need, () => boolean>> = {
  python: () => existsSync('/usr/bin/python3'),
  steady_memory: () => true,
};

type Result = 'passed' | 'failed' | 'skipped';

const overdue = (ms: number): Promise<never> =>
  new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`not done after ${ms} ms`)), ms).unref();
  });

const describeError = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll('\n', '\n    ');

const runCase = async (subject: Subject, { name, needs = [], run }: Case, patience: number): Promise<Result> => {
  const missing = needs.filter((need) => !has[need]());
  if (missing.length > 0) {
    console.log(`skipped  ${name}: there is no ${missing.join(', ')} here`);
    return 'skipped';
  }
  try {
    await Promise.race([run(subject), overdue(CASE_MS * patience)]);
    console.log(`ok       ${name}`);
    return 'passed';
  } catch (error) {
    console.log(`FAILED   ${name}\n    ${describeError(error)}`);
    return 'failed';
  }
};

const main = async (): Promise<void> => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { launcher: text, programs: text, only: text, patience: text } });
  if (values.launcher === undefined || values.programs === undefined) throw new Error('--launcher and --programs are needed');
  const { subject, close } = await openSubject({ binary: resolve(values.launcher), programs: resolve(values.programs) });
  const counts: Record<Result, number> = { passed: 0, failed: 0, skipped: 0 };
  for (const each of cases.filter(({ name }) => name.includes(values.only ?? ''))) {
    counts[await runCase(subject, each, Number(values.patience ?? 1))] += 1;
  }
  await close();
  console.log(
    `conformance: ${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
  );
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
};

await main();
