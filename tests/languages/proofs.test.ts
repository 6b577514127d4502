import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execute } from '@cupel/judge';
import { findToolchains, type Launcher, loadLanguages, requireToolchain, startLauncher } from '@cupel/sandbox';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WARMTH } from '../support/warmth.ts';
import { proofsOf } from './proof.ts';
import { expected, observed, requestOf } from './proof-run.ts';

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
  sandbox = await startLauncher({ warm: WARMTH });
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
