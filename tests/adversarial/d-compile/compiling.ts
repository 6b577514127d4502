import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sandbox, Toolchain } from '@cupel/domain';
import { compile, releaseCompiled, type SourceFile } from '@cupel/judge';
import { loadLanguages, requireToolchain } from '@cupel/sandbox';
import { scratch } from '../canary.js';

const LANGUAGES = join(import.meta.dirname, '../../../languages');
/** No attack needs more to show that it would go on for ever. */
const HURRIED = { cpuTime: 1_000_000, memory: 256 << 20 };
/** What compiles little programs in a fraction of that. */
const QUICK = ['c', 'cpp'];

/** A language's toolchain whose compile step has less time and memory where it can, so that the tests are quick. */
async function hurriedToolchain(id: string): Promise<Toolchain> {
  const language = loadLanguages(LANGUAGES).find((each) => each.id === id);
  if (language?.compile === undefined) throw new Error(`${id} is no language that is compiled`);
  const toolchain = await requireToolchain(language);
  const limits = { ...language.compile.limits, ...(QUICK.includes(id) ? HURRIED : {}) };
  return { ...toolchain, language: { ...toolchain.language, compile: { ...language.compile, limits } } };
}

export interface CompileEnd {
  readonly verdict: string;
  /** The compiler's messages, and what it made, as text. */
  readonly output: string;
  readonly made: boolean;
}

/** As a submission is compiled. */
export async function compileInBox(sandbox: Sandbox, id: string, files: readonly SourceFile[]): Promise<CompileEnd> {
  const end = await compile(sandbox, await hurriedToolchain(id), { files, mode: 'strict' });
  if (end.kind === 'compiled') releaseCompiled(sandbox, end);
  const output = Buffer.from(end.report?.output ?? []).toString('latin1');
  return { verdict: end.report?.judgement.verdict ?? 'AC', output, made: end.kind === 'compiled' };
}

const HOST_MEMORY_KB = 700_000;
const HOST_OUTPUT_BYTES = 8 << 20;

/**
 * As a careless judge compiles: on the host, with every file in the folder. Says `STILL COMPILING` where it is not over
 * after so many milliseconds.
 */
export async function compileOnHost(files: readonly SourceFile[], command: string, patience: number): Promise<CompileEnd> {
  const folder = scratch();
  for (const { name = '', bytes } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  // A Java compiler reserves more space than it ever touches.
  const limit = command.includes('javac') ? '' : `ulimit -v ${HOST_MEMORY_KB};`;
  const child = spawn('/bin/sh', ['-c', `${limit} exec 2>&1; ${command}`], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  let output = '';
  const stop = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  const timer = setTimeout(() => {
    output += 'STILL COMPILING';
    stop();
  }, patience);
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString('latin1');
    if (output.length > HOST_OUTPUT_BYTES) stop();
  });
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  const program = readMade(folder);
  rmSync(folder, { recursive: true, force: true });
  return { verdict: program === '' ? 'CE' : 'AC', output: output + program, made: program !== '' };
}

const readMade = (folder: string): string => {
  try {
    return readFileSync(join(folder, 'main'), 'latin1');
  } catch {
    return '';
  }
};
