import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CupelError, SandboxError } from '@cupel/domain';
import { connectLauncher, type Launcher, loadLanguages, withImages } from '@cupel/sandbox';
import { createLog, type Log } from '../../platform/log/log.js';
import type { Config } from '../../platform/settings/schema.js';
import { startDoctor } from '../../worker/doctor.js';
import { Worker } from '../../worker/worker.js';
import { blobFolder } from '../launcher.js';
import { runRole } from './role.js';

const REPOSITORY = new URL('../../../../../', import.meta.url);
const PATIENCE_MS = 30_000;
const PAUSE_MS = 100;

/** The role that takes jobs and runs them, through a launcher that the supervisor has started. */
export function runWorker(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  return runRole('worker', config, log, async (context) => {
    const socket = requireSocket(config);
    const launcher = await reachLauncher(socket, log);
    const { version } = JSON.parse(readFileSync(new URL('package.json', REPOSITORY), 'utf8')) as { readonly version: string };
    const languages = withImages(loadLanguages(config.languagesDir ?? fileURLToPath(new URL('languages', REPOSITORY))));
    const worker = await Worker.start({ ...context, launcher, languages, version, blobs: blobFolder(socket) });
    const doctor = startDoctor({ ...context, launcher, languages });
    const stop = async () => {
      doctor.stop();
      await worker.stop();
      await launcher.close();
    };
    return { ready: { slots: worker.slots, missing: launcher.describe().isolation.missing }, stop };
  });
}

function requireSocket({ launcherSocket }: Config): string {
  if (launcherSocket !== undefined) return launcherSocket;
  throw new CupelError('config_bad', { source: 'settings', name: 'CUPEL_LAUNCHER_SOCKET', problem: 'is needed by this role' });
}

async function reachLauncher(path: string, log: Log): Promise<Launcher> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    try {
      return await connectLauncher(path);
    } catch (error) {
      if (!(error instanceof SandboxError) || !error.retriable || waited > PATIENCE_MS) throw error;
      log.warn({ problem: error.message }, 'waiting for the launcher');
      await sleep(PAUSE_MS);
    }
  }
}
