import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execute } from '@cupel/judge';
import { findToolchains, type Launcher, loadLanguages, requireToolchain, startLauncher } from '@cupel/sandbox';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WARMTH } from '../support/warmth.ts';
import { proofsOf } from './proof.ts';
import { expected, observed, requestOf } from './proof-run.ts';

/**
 * What the playground opens a language with, run as somebody runs it who has only just come: languages/<id>/examples/<verdict>/.
 * Of languages that are installed on request only, `npm run test:languages` does it.
 */
const FOLDER = new URL('../../languages/', import.meta.url).pathname;
const ALL = process.env.CUPEL_PROVE === 'all';
const found = await findToolchains(loadLanguages(FOLDER));

vi.setConfig({ maxConcurrency: availableParallelism() });

let sandbox: Launcher;
beforeAll(async () => {
  sandbox = await startLauncher({ warm: WARMTH });
});
afterAll(() => sandbox.close());

const examplesOf = (language: (typeof found)[number]['language']) =>
  proofsOf(language, join(FOLDER, language.id, 'examples')).map((example) => {
    const [main, ...others] = example.files;
    // The playground gives the first file the name that the language has for it.
    return main === undefined ? example : { ...example, files: [{ ...main, name: language.source }, ...others] };
  });

it.each(found.map(({ language }) => language))('$id has an example that reads its input', (language) => {
  const reading = examplesOf(language).filter(
    ({ verdict, stdin, expectedOutput }) => verdict === 'AC' && stdin && expectedOutput,
  );
  expect(reading.map(({ name }) => name)).toContain('sum');
});

const runnable = found.filter(({ language, status }) => ALL || (status === 'present' && !language.onRequest));
describe.each(runnable.map(({ language }) => [language.id, language] as const))('%s', (_, language) => {
  const named = examplesOf(language).map((example) => [`${example.verdict}/${example.name}`, example] as const);
  it.concurrent.each(named)('%s', async (_name, example) => {
    const result = await execute(sandbox, await requireToolchain(language), requestOf(example));
    expect(observed(result)).toEqual(expected(example));
  });
});
