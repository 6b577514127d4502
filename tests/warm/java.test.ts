import { setTimeout as sleep } from 'node:timers/promises';
import { findLanguage } from '@cupel/domain';
import { type CompileReport, type ExecuteRequest, type ExecuteResult, execute } from '@cupel/judge';
import { type Launcher, loadLanguages, requireToolchain, startLauncher } from '@cupel/sandbox';
import { afterAll, expect, it } from 'vitest';
import { LAUNCHER } from '../support/paths.js';
import { JAVA_PROGRAMS } from './java-programs.js';
import { text, withoutAddresses } from './support.js';

const { language } = findLanguage(loadLanguages(new URL('../../languages/', import.meta.url).pathname), 'java');
const toolchain = await requireToolchain(language);
const warm = await startLauncher({ binary: LAUNCHER, warm: 'ahead', boxes: 8 });
const cold = await startLauncher({ binary: LAUNCHER, warm: 'never', boxes: 4 });
afterAll(() => Promise.all([warm.close(), cold.close()]));

const java = (source: string, more: Partial<ExecuteRequest> = {}): ExecuteRequest => ({
  mode: 'strict',
  files: [{ bytes: Buffer.from(source) }],
  args: ['one', 'two words', 'é'],
  stdin: { kind: 'bytes', bytes: Buffer.from('first second\nthird\n') },
  ...more,
});

interface Warmed {
  readonly compile: CompileReport | undefined;
  readonly run: ExecuteResult;
}

/** One compiler and one program that went on in a JVM which had booted: it waits once its kind has been wanted twice, and a core was free. */
async function warmly(sandbox: Launcher, request: ExecuteRequest): Promise<Warmed> {
  let compile: CompileReport | undefined;
  let run: ExecuteResult | undefined;
  for (let left = 60; left > 0 && (compile === undefined || run === undefined); left -= 1) {
    const result = await execute(sandbox, toolchain, request);
    if (result.compile?.evidence?.timing.warm === true) compile ??= result.compile;
    if (result.compile?.judgement.verdict !== 'AC' || result.evidence?.timing.warm === true) run ??= result;
    if (compile === undefined || run === undefined) await sleep(500);
  }
  if (compile === undefined || run === undefined) throw new Error('no JVM waited');
  return { compile, run };
}

const seenOfCompiler = (compile: CompileReport | undefined) => [
  compile?.judgement,
  text(compile?.output ?? new Uint8Array()),
  compile?.evidence?.exit,
];

const seenOfRun = ({ judgement, evidence, stdout, stderr }: ExecuteResult) => ({
  judgement,
  exit: evidence?.exit,
  stdout: withoutAddresses(text(stdout)),
  stderr: withoutAddresses(text(stderr)),
});

it.each(Object.entries(JAVA_PROGRAMS))(
  '%s',
  async (_name, source) => {
    const { compile, run } = await warmly(warm, java(source));
    const other = await execute(cold, toolchain, java(source));
    expect(other.compile?.evidence?.timing.warm).toBe(false);
    expect(seenOfCompiler(compile)).toEqual(seenOfCompiler(other.compile));
    expect(seenOfRun(run)).toEqual(seenOfRun(other));
  },
  120_000,
);
