/** The judge over a launcher of its own, as `cupel judge` and a worker use it. */
import { grade, judgePrepared, prepareProblem, releaseProblem } from '@cupel/judge';
import { loadLanguages, requireToolchain, startLauncher } from '@cupel/sandbox';
import { problemOf, SOURCES } from './contest.mjs';

export class Judged {
  #environment;
  #prepared;
  #launcher;
  #toolchains;
  #tests;

  /** @param {string} languages folder @param {number} boxes @param {ReturnType<import('./contest.mjs').testsOf>} tests */
  static async start(languages, boxes, tests) {
    const all = loadLanguages(languages);
    const toolchains = {};
    for (const id of Object.keys(SOURCES))
      toolchains[id] = await requireToolchain(
        all.find((one) => one.id === id),
        undefined,
      );
    const launcher = await startLauncher({ boxes, warm: 'ahead' });
    const judged = new Judged(launcher, toolchains, tests);
    judged.#prepared = await prepareProblem(judged.#environment, problemOf(tests));
    return judged;
  }

  constructor(launcher, toolchains, tests) {
    this.#launcher = launcher;
    this.#toolchains = toolchains;
    this.#tests = tests;
    this.#environment = {
      sandbox: launcher,
      mode: 'strict',
      toolchain: async (id) => toolchains[id],
      read: async (content) => content.bytes,
    };
  }

  /** Nanoseconds from the end of the compilation to the last verdict. @param {string} language @param {number} parallel */
  async run(language, parallel) {
    let compiled = process.hrtime.bigint();
    const onStage = (stage) => {
      if (stage === 'running') compiled = process.hrtime.bigint();
    };
    const report = await judgePrepared(this.#environment, this.#prepared, this.#submission(language, ''), { parallel, onStage });
    const elapsed = process.hrtime.bigint() - compiled;
    if (report.verdict !== 'AC' || report.tests.length !== this.#tests.length) throw new Error(report.because);
    if (report.tests.some(({ evidence }) => evidence.isolation.missing.length > 0)) throw new Error('a wall is missing');
    return Number(elapsed);
  }

  /** Nanoseconds for many submissions of a few tests each, as `POST /api/grade/batch` grades them; each compiled if its language is. */
  async batch(language, submissions, testsEach, atOnce) {
    const test_cases = this.#tests.slice(0, testsEach).map(({ input, answer }) => ({ input, expected_output: answer }));
    let begun = 0;
    const work = async () => {
      while (begun < submissions) {
        const submission = this.#submission(language, `${begun++}`);
        const result = await grade(this.#environment, { submission, test_cases });
        if (result.passed_count !== testsEach) throw new Error(JSON.stringify(result.test_results));
      }
    };
    const first = process.hrtime.bigint();
    await Promise.all(Array.from({ length: atOnce }, work));
    return Number(process.hrtime.bigint() - first);
  }

  async stop() {
    releaseProblem(this.#environment, this.#prepared);
    await this.#launcher.close();
  }

  /** No two are alike. */
  #submission(language, mark) {
    const comment = language === 'python' ? `# ${mark}\n` : `// ${mark}\n`;
    return { toolchain: this.#toolchains[language], files: [{ bytes: Buffer.from(`${SOURCES[language]}${comment}`) }] };
  }
}
