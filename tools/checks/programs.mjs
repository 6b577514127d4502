import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root as home } from '../process.mjs';

/**
 * A check that another program makes: its lines are the problems when it does not end with code 0.
 * @param {readonly [string, ...string[]]} argv a script of this repository for Node, and its arguments
 * @returns {import('../check.mjs').Check}
 */
export function commandProblems(argv) {
  const [script, ...args] = argv;
  return (root) => {
    const run = spawnSync(process.execPath, [join(home, script), ...args], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
    if (run.status === 0) return [];
    const lines = `${run.stdout}\n${run.stderr}`.split('\n').filter((line) => line.trim() !== '');
    return lines.length > 0 ? lines : [`${argv.join(' ')} ended with ${run.status ?? run.signal}`];
  };
}
