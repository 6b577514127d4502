/** The ceiling: a loop that forks and execs Python, as many at once as there are cores. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuOfEnded } from './cost.mjs';
import { figures, round, SOURCES } from './load.mjs';

const bench = fileURLToPath(new URL('..', import.meta.url));

export function compileBare() {
  const target = join(bench, 'build', 'bare');
  mkdirSync(join(bench, 'build'), { recursive: true });
  const source = join(bench, 'native', 'bare.c');
  const { status } = spawnSync('gcc', ['-O2', '-I', join(bench, '../native/launcher'), '-o', target, source], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('gcc cannot compile bare.c');
  return target;
}

/** @param {string} program what `compileBare` made @param {number} runs */
export function measureBare(program, runs) {
  const run = (count, atOnce) => {
    const { stdout } = spawnSync(program, [String(count), String(atOnce), '/usr/bin/python3', '-c', SOURCES.python], {
      encoding: 'utf8',
    });
    const [first = '', ...rest] = stdout.trimEnd().split('\n');
    return { elapsed: Number(first.split(' ')[1]), each: rest.map((line) => Number(line) / 1e6) };
  };
  const before = cpuOfEnded();
  const perSecond = round((runs * 1e9) / run(runs, cpus().length).elapsed);
  const cpuMs = round((cpuOfEnded() - before) / runs);
  return { perSecond, cpuMs, p50: figures(run(runs / 2, 1).each).p50 };
}

/** Of several measurements between which others were made. @param {readonly ReturnType<typeof measureBare>[]} bares */
export function bareOf(bares) {
  const of = (/** @type {'perSecond' | 'p50' | 'cpuMs'} */ key) => middle(bares.map((one) => one[key]));
  const perSecond = of('perSecond');
  return {
    what: 'fork, exec, wait: python3 -c print("hello")',
    ...{ perSecond, perSecondPerCore: round(perSecond / cpus().length), p50: of('p50'), cpuMs: of('cpuMs') },
  };
}

/** @param {number[]} values */
function middle(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
