import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { findLanguage, type SubmissionReport, type Toolchain } from '@cupel/domain';
import { ANSWERS_TOOLCHAIN, execute, type JudgeEnvironment, judgePrepared, prepareProblem, releaseProblem } from '@cupel/judge';
import { readPackage } from '@cupel/problems';
import { findToolchains, type Launcher, loadLanguages, requireToolchain, startLauncher } from '@cupel/sandbox';
import { afterAll, describe, expect, it } from 'vitest';
import { proofsOf } from '../languages/proof.js';
import { observed, requestOf } from '../languages/proof-run.js';
import { EXAMPLES, temporaryFolder } from '../problems/package.js';
import { LAUNCHER } from '../support/paths.js';
import { text } from './support.js';

/**
 * Every example submission of every problem, and every proof of every language that has booted interpreters, warm and cold:
 * the same verdict, output and messages. `npm run test:warm` tries all of them; `npm test` one problem and one language.
 */
const ALL = process.env.CUPEL_PROVE === 'all';
const FOLDER = new URL('../../languages/', import.meta.url).pathname;
const languages = loadLanguages(FOLDER);
const blobs = temporaryFolder();
const warm = await startLauncher({ binary: LAUNCHER, warm: 'ahead', boxes: 8, blobs });
const cold = await startLauncher({ binary: LAUNCHER, warm: 'never', boxes: 8, blobs });
afterAll(() => Promise.all([warm.close(), cold.close()]));

const toolchain = (name: string): Promise<Toolchain> => {
  const { language, version } = findLanguage(languages, name);
  return requireToolchain(language, version);
};

const environment = (sandbox: Launcher): JudgeEnvironment => ({
  sandbox,
  mode: 'strict',
  toolchain,
  read: (content) => (content.kind === 'bytes' ? Promise.resolve(content.bytes) : readFile(join(blobs, content.sha256))),
});

const outputs = ({ verdict, compile, tests, score }: SubmissionReport) => ({
  verdict,
  score,
  compiler: text(compile?.output ?? new Uint8Array()),
  tests: tests.map((test) => ({
    name: test.name,
    verdict: test.verdict,
    // What a program had written when it was stopped is a matter of time.
    said: ['TLE', 'MLE', 'OLE'].includes(test.verdict)
      ? ''
      : [text(test.output ?? new Uint8Array()), text(test.stderr ?? new Uint8Array())],
  })),
});

describe.each(ALL ? readdirSync(EXAMPLES) : ['aplusb'])('the problem %s', async (name) => {
  const read = await readPackage(join(EXAMPLES, name), { languages, blobs });
  if (read.kind !== 'package' || read.package.problem === undefined) throw new Error(`${name} cannot be judged`);
  const { problem, submissions } = read.package;
  it.each(submissions.map((one) => [one.path, one.program] as const))(
    '%s',
    async (_path, { run, files }) => {
      if (run.kind !== 'language' && run.kind !== 'answers') throw new Error(run.kind);
      const submission = { toolchain: run.kind === 'answers' ? ANSWERS_TOOLCHAIN : await toolchain(run.language), files };
      const judged = async (sandbox: Launcher) => {
        const prepared = await prepareProblem(environment(sandbox), problem);
        const report = await judgePrepared(environment(sandbox), prepared, submission, { execution: 'run_all' });
        releaseProblem(environment(sandbox), prepared);
        return outputs(report);
      };
      const one = await judged(warm);
      let other = await judged(cold);
      // A program that writes to a partner who is leaving is not the same twice, cold or warm: it must be one of what it is cold.
      for (let left = 6; left > 0 && !isDeepStrictEqual(one, other); left -= 1) other = await judged(cold);
      expect(one).toEqual(other);
    },
    120_000,
  );
});

const WARM = languages.filter(({ run, compile }) => run.warm !== undefined || compile?.warm !== undefined);
const found = await findToolchains(ALL ? WARM : WARM.filter(({ id }) => id === 'java'));

describe.each(found.map(({ language }) => [language.id, language] as const))('proofs of %s', (id, language) => {
  const proofs = proofsOf(language, join(FOLDER, id, 'proof'));
  it.each(proofs.map((proof) => [`${proof.verdict}/${proof.name}`, proof] as const))(
    '%s',
    async (_name, proof) => {
      const chain = await requireToolchain(language, proof.settings.version);
      // Thrice, for a kind of program must have been wanted twice before one waits for it.
      for (let round = 0; round < 2; round += 1) await execute(warm, chain, requestOf(proof));
      const [one, other] = [await execute(warm, chain, requestOf(proof)), await execute(cold, chain, requestOf(proof))];
      const plain = [one, other]
        .map(observed)
        .map(({ because: _, ...rest }) => (rest.signal === undefined ? rest : { ...rest, stdout: '' }));
      expect(plain[0]).toEqual(plain[1]);
    },
    120_000,
  );
});
