import { spawnSync } from 'node:child_process';
import { root } from '../process.mjs';

/** Whether make would have nothing to do: then nothing need be said either. */
export function launcherIsFresh() {
  return spawnSync('make', ['-C', 'native/launcher', '--question'], { cwd: root, stdio: 'ignore' }).status === 0;
}
