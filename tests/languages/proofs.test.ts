import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type ExecuteRequest, type ExecuteResult, execute } from '@cupel/judge';
import { findToolchains, type Launcher, loadLanguages, requireToolchain, startLauncher } from '@cupel/sandbox';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Proof, proofsOf } from './proof.ts';

/**
 * Every proof of every language is run in the real sandbox, and must earn the verdict of its folder. Of languages that are
 * installed on request only, `npm run test:languages` does it; there, what is not installed is a failure.
 */
const FOLDER = new URL('../../languages/', import.meta.url).pathname;
const ALL = process.env.CUPEL_PROVE === 'all';
const found = await findToolchains(loadLanguages(FOLDER).filter(({ onRequest }) => ALL || !onRequest));

// More compilers at a time than cores only bring each nearer to its wall limit.
vi.setConfig({ maxConcurrency: availableParallelism() });

let sandbox: Launcher;
beforeAll(async () => {
  sandbox = await startLauncher();
});
afterAll(() => sandbox.close());

const titled = found.map((toolchain) => {
  const { language, status, install } = toolchain;
  return [status === 'present' ? language.id : `${language.id} is ${status}, skipped until: ${install}`, toolchain] as const;
});

describe.each(titled)('%s', (_, { language, status, libraries }) => {
  const proofs = proofsOf(language, join(FOLDER, language.id, 'proof'));
  const isHere = status === 'present';

  it('brings a proof of each verdict that every language can earn', () => {
    const wanted = ['AC', 'RE', 'TLE', 'MLE', ...(language.compile === undefined ? [] : ['CE'])];
    expect(proofs.map(({ verdict }) => verdict)).toEqual(expect.arrayContaining(wanted));
  });

  const named = proofs.map((proof) => [`${proof.verdict}/${proof.name}`, proof] as const);
  it.skipIf(!isHere && !ALL).concurrent.each(named)('%s', async (_name, proof) => {
    const toolchain = await requireToolchain(language, proof.settings.version);
    const result = await execute(sandbox, toolchain, requestOf(proof));
    // All at once, so that a failure shows what the program and the compiler said.
    expect(observed(result)).toEqual(expected(proof));
  });

  const installed = libraries.filter(({ status: there }) => isHere && there === 'present').map(({ library }) => library);
  if (installed.length === 0) return;
  it.each(installed.map(({ name, program }) => [name, program]))('works with %s', async (_name, program = '') => {
    const toolchain = await requireToolchain(language);
    const result = await execute(sandbox, toolchain, { mode: 'strict', files: [{ bytes: Buffer.from(program) }] });
    expect(observed(result)).toMatchObject({ verdict: 'AC', stderr: '' });
  });
});

function requestOf({ files, stdin, settings, limits }: Proof): ExecuteRequest {
  const { args = [], typecheck = false } = settings;
  const given = stdin === undefined ? {} : { stdin: { kind: 'bytes', bytes: stdin } as const };
  return { mode: 'strict', files, args, typecheck, limits, ...given };
}

function observed({ judgement, stdout, stderr, compile, evidence, normalised }: ExecuteResult) {
  const { verdict, because } = judgement;
  return {
    verdict,
    because,
    stdout: text(stdout),
    stderr: text(stderr),
    compile: text(compile?.output),
    signal: evidence?.exit?.kind === 'signal' ? evidence.exit.signal : undefined,
    normalised,
  };
}

/** Verdicts of programs that the launcher or the kernel stopped. */
const STOPPED: ReadonlySet<string> = new Set(['TLE', 'MLE', 'OLE']);

function expected({ verdict, expectedOutput, settings }: Proof) {
  return {
    verdict,
    because: expect.any(String),
    stdout: expectedOutput === undefined ? expect.any(String) : text(expectedOutput),
    stderr: expect.stringMatching(settings.stderr ?? ''),
    compile: expect.stringMatching(settings.compile_output ?? ''),
    signal: settings.signal ?? (STOPPED.has(verdict) ? 'SIGKILL' : undefined),
    normalised: settings.normalised ?? [],
  };
}

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
