/** The same programs without a wall: fork, exec with the test on stdin, wait. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCES } from './contest.mjs';

export class Bare {
  #feed;
  #tests;
  #count;
  #commands;

  /** Compiles as the judge's own language file says. @param {string} build @param {string} native @param {string} scratch @param {readonly { input: Buffer }[]} tests */
  constructor(build, native, scratch, tests) {
    this.#feed = join(build, 'feed');
    must('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', this.#feed, join(native, 'feed.c')]);
    this.#tests = join(scratch, 'test-');
    this.#count = tests.length;
    for (const [index, { input }] of tests.entries()) writeFileSync(`${this.#tests}${index}`, input);
    writeFileSync(join(scratch, 'main.cpp'), SOURCES.cpp);
    writeFileSync(join(scratch, 'main.py'), SOURCES.python);
    const flags = ['-std=gnu++17', '-O2', '-pipe', '-pthread', '-static', '-DONLINE_JUDGE'];
    must('/usr/bin/g++', [...flags, '-o', join(scratch, 'main'), join(scratch, 'main.cpp')]);
    this.#commands = {
      cpp: [join(scratch, 'main')],
      python: ['/usr/bin/python3', '-B', '-s', join(scratch, 'main.py')],
    };
  }

  /** Nanoseconds for `runs` runs, `atOnce` at a time, over the first `files` tests. @param {string} language @param {number} runs @param {number} atOnce */
  run(language, runs, atOnce, files = this.#count) {
    const args = [`${runs}`, `${atOnce}`, this.#tests, `${files}`, ...this.#commands[language]];
    const [first = ''] = must(this.#feed, args).split('\n');
    return Number(first.replace('elapsed ', ''));
  }
}

/** @param {string} command @param {string[]} args */
function must(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ended with ${status}\n${stderr}`);
  return stdout;
}
