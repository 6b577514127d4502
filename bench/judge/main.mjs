/**
 * npm run bench:judge [-- --quick] [-- --no-save]: what judging costs. 100 tests of one program, compiled once, one after the
 * other, over the bare runs of the same program; and 500 submissions of 4 tests each, beside what the cores do without a wall.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine } from '../sandbox/machine.mjs';
import { saveResults } from '../suite/save.mjs';
import { Bare } from './bare.mjs';
import { testsOf } from './contest.mjs';
import { Judged } from './judged.mjs';

const bench = fileURLToPath(new URL('..', import.meta.url));
const quick = process.argv.includes('--quick');
const TESTS = 100;
const ROUNDS = quick ? 2 : 7;
const SUBMISSIONS = quick ? 50 : 500;
const TESTS_EACH = 4;
const BATCH_ROUNDS = quick ? 1 : 3;
const OVER_BARE_MS = 4;
const OF_CEILING = 0.5;

const machine = describeMachine();
const cores = cpus().length;
const build = join(bench, 'build');
mkdirSync(build, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'cupel-bench-judge-'));
const tests = testsOf(TESTS);
const bare = new Bare(build, join(bench, 'native'), scratch, tests);
const judged = await Judged.start(fileURLToPath(new URL('../../languages', import.meta.url)), 2 * cores + 2, tests);
try {
  const alone = [];
  for (const language of ['cpp', 'python']) alone.push(await perTest(language));
  const batch = await wholeBatch('python');
  const expectations = expectationsOf(alone, batch);
  for (const { what, bound, found, met } of expectations) say(`${met ? 'met' : 'MISSED'}: ${what}: ${found}, ${bound}`);
  saveResults('judge', machine, { perTest: alone, batch, expectations });
} finally {
  await judged.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** One after the other, in turns, so that a slow minute hits both. @param {string} language */
async function perTest(language) {
  bare.run(language, 10, 1);
  await judged.run(language, 1);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const without = bare.run(language, TESTS, 1) / TESTS / 1e6;
    const within = (await judged.run(language, 1)) / TESTS / 1e6;
    const together = (await judged.run(language, cores)) / TESTS / 1e6;
    rounds.push({ without, within, together, over: within - without });
  }
  const of = (/** @type {'without' | 'within' | 'together' | 'over'} */ key) => median(rounds.map((round) => round[key]));
  const row = {
    language,
    tests: TESTS,
    rounds: ROUNDS,
    bareMs: round(of('without')),
    judgedMs: round(of('within')),
    overBareMs: round(of('over')),
    parallelMs: round(of('together')),
  };
  say(
    `${language}: a test takes ${row.bareMs} ms bare, ${row.judgedMs} ms judged: ${row.overBareMs} ms over bare; ${row.parallelMs} ms with ${cores} at once`,
  );
  return row;
}

/** The ceiling is the best that the cores do with the same runs: as many at once as there are cores. @param {string} language */
async function wholeBatch(language) {
  const runs = SUBMISSIONS * TESTS_EACH;
  await judged.batch(language, 10, TESTS_EACH, cores);
  const rounds = [];
  for (let round = 0; round < BATCH_ROUNDS; round += 1) {
    const without = bare.run(language, runs, cores, TESTS_EACH) / 1e9;
    const within = (await judged.batch(language, SUBMISSIONS, TESTS_EACH, cores + 1)) / 1e9;
    rounds.push({ without, within, share: without / within });
  }
  const row = {
    language,
    submissions: SUBMISSIONS,
    testsEach: TESTS_EACH,
    rounds: BATCH_ROUNDS,
    bareSeconds: round(median(rounds.map(({ without }) => without))),
    judgedSeconds: round(median(rounds.map(({ within }) => within))),
    ofCeiling: round(median(rounds.map(({ share }) => share))),
  };
  say(
    `${SUBMISSIONS} submissions of ${TESTS_EACH} tests: ${row.bareSeconds} s bare, ${row.judgedSeconds} s graded: ${row.ofCeiling} of the ceiling`,
  );
  return row;
}

/** @param {readonly { language: string, overBareMs: number }[]} alone @param {{ ofCeiling: number }} batch */
function expectationsOf(alone, batch) {
  return [
    ...alone.map(({ language, overBareMs }) => ({
      what: `ms over bare for a test in ${language}`,
      bound: `at most ${OVER_BARE_MS}`,
      found: overBareMs,
      met: overBareMs <= OVER_BARE_MS,
    })),
    {
      what: 'the batch, of the bare ceiling',
      bound: `at least ${OF_CEILING}`,
      found: batch.ofCeiling,
      met: batch.ofCeiling >= OF_CEILING,
    },
  ];
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 1000) / 1000;
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
