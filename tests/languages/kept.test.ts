import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execute } from '@cupel/judge';
import { ArtefactCache, findToolchains, type Launcher, loadLanguages, requireToolchain, startLauncher } from '@cupel/sandbox';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { proofsOf } from './proof.ts';
import { expected, observed, requestOf } from './proof-run.ts';

/**
 * Keeping programs, precompiled headers and whatever else is prepared may change how long a program takes and nothing else:
 * every proof of every compiled language, compiled with what is prepared and again from what was kept, earns what it earns bare.
 */
const FOLDER = new URL('../../languages/', import.meta.url).pathname;
const found = await findToolchains(loadLanguages(FOLDER).filter(({ onRequest, compile }) => compile !== undefined && !onRequest));

vi.setConfig({ maxConcurrency: availableParallelism() });

let launcher: Launcher;
const cache = new ArtefactCache({ maxBytes: 1024 ** 3 });
beforeAll(async () => {
  launcher = await startLauncher();
});
afterAll(() => launcher.close());

const here = found.filter(({ status }) => status === 'present');
describe.each(here.map(({ language }) => [language.id, language] as const))('%s', (_, language) => {
  const proofs = proofsOf(language, join(FOLDER, language.id, 'proof')).map(
    (proof) => [`${proof.verdict}/${proof.name}`, proof] as const,
  );

  /** The first program that a header fits asks for it, and those after it find it there. */
  beforeAll(async () => {
    const sandbox = cache.view(launcher, 'tests');
    const toolchain = await requireToolchain(language);
    const before = cache.bytes;
    for (const [bytes] of proofs.flatMap(([, { files }]) => files.map((file) => [file.bytes] as const)))
      if (language.precompiled.some(({ when }) => new RegExp(when, 'm').test(Buffer.from(bytes).toString())))
        await execute(sandbox, toolchain, { mode: 'strict', files: [{ bytes }] });
    await cache.settled();
    // A header is far larger than any proof: it was made, and is kept.
    expect(cache.bytes).toBeGreaterThanOrEqual(before + language.precompiled.length * 10_000_000);
  }, 120_000);

  it.concurrent.each(proofs)('%s', async (_name, proof) => {
    const sandbox = cache.view(launcher, 'tests');
    const toolchain = await requireToolchain(language, proof.settings.version);
    const first = await execute(sandbox, toolchain, requestOf(proof));
    const again = await execute(sandbox, toolchain, requestOf(proof));
    expect(observed(first)).toEqual(expected(proof));
    expect(observed(again)).toEqual(expected(proof));
    if (first.judgement.verdict !== 'CE') expect(again.compile?.reused).toBe(true);
  });
});
