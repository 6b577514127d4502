/**
 * The same program four ways: `bare`, typed into a shell; `cold`, each step in a box and nothing prepared; `warm`, as a worker does
 * it (interpreters that wait, precompiled headers, kept programs) with a source never seen before; `again`, the same source once more.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, execute, releaseCompiled, runCompiled } from '@cupel/judge';
import { ArtefactCache, loadLanguages, requireToolchain, startLauncher } from '@cupel/sandbox';
import { commandOf } from './programs.mjs';

const KEPT_BYTES = 1 << 30;

export class Contenders {
  #languages;
  #launchers;
  #view;
  #cache = new ArtefactCache({ maxBytes: KEPT_BYTES });
  #bare;
  #scratch;

  /** @param {{ languages: string, binary: string, bare: string, scratch: string }} places */
  static async start({ languages, binary, bare, scratch }) {
    const cold = await startLauncher({ binary, warm: 'never' });
    const warm = await startLauncher({ binary, warm: 'ahead' });
    return new Contenders(loadLanguages(languages), { cold, warm }, bare, scratch);
  }

  /** Use `start`. */
  constructor(languages, launchers, bare, scratch) {
    this.#languages = languages;
    this.#launchers = launchers;
    this.#bare = bare;
    this.#scratch = scratch;
    this.#view = this.#cache.view(launchers.warm, 'bench');
  }

  /** Undefined where the language is not installed, or has no command in a shell. @param {import('./programs.mjs').Case} item */
  async toolchain(item) {
    const language = this.#languages.find(({ id }) => id === item.language);
    return requireToolchain(language).catch(() => undefined);
  }

  /** Nanoseconds of compiling and running in a shell. @param {import('./programs.mjs').Case} item @param {string} source */
  bare(item, source) {
    const folder = this.#write(item, source);
    return this.#shell(folder, commandOf(item));
  }

  /** Nanoseconds of running alone, in a shell. @param {import('./programs.mjs').Case} item @param {string} source */
  bareRun(item, source) {
    const folder = this.#write(item, source);
    if (item.compile !== undefined) this.#shell(folder, item.compile);
    return this.#shell(folder, item.run);
  }

  /** Nanoseconds from request to result. @param {'cold' | 'warm'} how @param {object} toolchain @param {string} source */
  async whole(how, toolchain, source) {
    const asked = process.hrtime.bigint();
    const result = await execute(how === 'cold' ? this.#launchers.cold : this.#view, toolchain, requestOf(source));
    const took = Number(process.hrtime.bigint() - asked);
    check(result);
    return { took, reused: result.compile?.reused === true };
  }

  /** Nanoseconds of running alone. @param {'cold' | 'warm'} how @param {object} toolchain @param {string} source */
  async runOnly(how, toolchain, source) {
    const sandbox = how === 'cold' ? this.#launchers.cold : this.#view;
    const made = await compile(sandbox, toolchain, requestOf(source));
    if (made.kind !== 'compiled') throw new Error(`not compiled: ${made.report.judgement.because}`);
    try {
      const asked = process.hrtime.bigint();
      const result = await runCompiled(sandbox, made, requestOf(source));
      const took = Number(process.hrtime.bigint() - asked);
      check(result);
      return took;
    } finally {
      releaseCompiled(sandbox, made);
    }
  }

  /** Until no header is being precompiled. */
  settled() {
    return this.#cache.settled();
  }

  async stop() {
    this.#cache.clear();
    for (const launcher of Object.values(this.#launchers)) await launcher.close();
  }

  #write({ language }, source) {
    const folder = join(this.#scratch, language);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, this.#languages.find(({ id }) => id === language).source), source);
    return folder;
  }

  #shell(folder, command) {
    const env = { PATH: '/usr/bin:/bin', HOME: folder };
    const { status, stdout, stderr } = spawnSync(this.#bare, ['1', '1', '/bin/sh', '-c', command], {
      ...{ cwd: folder, env, encoding: 'utf8' },
    });
    if (status !== 0) throw new Error(`${command}: ended with ${status}\n${stderr}`);
    return Number(stdout.split('\n')[1]);
  }
}

/** @param {string} source */
function requestOf(source) {
  return { mode: 'strict', files: [{ bytes: Buffer.from(source) }] };
}

function check({ judgement, compile: compiled, evidence }) {
  if (judgement.verdict !== 'AC') throw new Error(`${judgement.because}\n${Buffer.from(compiled?.output ?? '')}`);
  if (evidence.isolation.missing.length > 0) throw new Error('a wall is missing');
}
