import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Launcher, startLauncher } from '@cupel/sandbox';
import { LAUNCHER } from './paths.js';

let shared: Promise<Launcher> | undefined;

const start = async (): Promise<Launcher> => {
  const blobs = await mkdtemp(join(tmpdir(), 'cupel-blobs-'));
  process.once('exit', () => rmSync(blobs, { recursive: true, force: true }));
  return startLauncher({ binary: LAUNCHER, blobs });
};

/** One launcher for all tests of this process, started when it is first asked for. It ends with the process. */
export const sharedSandbox = (): Promise<Launcher> => {
  shared ??= start();
  return shared;
};
