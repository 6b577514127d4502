import { chmod, chown, mkdir, rm, stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { findImagesFile } from '@cupel/sandbox';
import { endingWithStarter, type System } from '@cupel/store';
import type { Config } from '../platform/settings/schema.js';
import { startChild } from './child.js';
import type { Running } from './keep-alive.js';
import type { ChildRecords } from './records.js';

const GRACE_MS = 5_000;

export function launcherSocket(stateDir: string): string {
  return join(stateDir, 'launcher', 'socket');
}

/** Where the worker keeps what the launcher is to read for it: beside the socket over which they speak. */
export function blobFolder(socket: string): string {
  return join(dirname(socket), 'blobs');
}

/** Starts the launcher, the one part that stays root; its socket opens to the worker's user alone. */
export async function startLauncher(
  binary: string,
  stateDir: string,
  worker: System,
  config: Config,
  records: ChildRecords,
): Promise<Running> {
  const folder = join(stateDir, 'launcher');
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  const socket = launcherSocket(stateDir);
  // What a killed launcher left would be taken for the socket of this one.
  await rm(socket, { force: true });
  const blobs = blobFolder(socket);
  await mkdir(blobs, { recursive: true });
  // Hidden tests lie in it: nobody but the worker, and the launcher that is root, may look.
  await chmod(blobs, 0o700);
  await chown(blobs, worker.uid, worker.gid);
  const most = Math.max(config.maxSlots ?? cpus().length, config.minSlots ?? 1);
  // Of each slot's submission there may stand four at once: it, its interactor, and whoever keeps what they say. As many
  // again wait with an interpreter in them.
  const budget = config.warmMegabytes === undefined ? [] : ['--pool-mib', String(config.warmMegabytes)];
  const spare = ['--boxes', String(8 * most), '--spare', String(most), config.warmStarts ? '--templates-ahead' : '--cold'];
  const found = findImagesFile();
  const images = found === undefined ? [] : ['--images', found];
  const plan = {
    name: 'the launcher',
    argv: endingWithStarter(
      [binary, '--listen', socket, '--allow-uid', String(worker.uid), '--blobs', blobs, ...images, ...spare, ...budget],
      'TERM',
    ),
    env: {},
    speaks: false,
    isReady: async () => (await stat(socket).catch(() => undefined))?.uid === worker.uid,
    grace: GRACE_MS,
  };
  return startChild(plan, records);
}
