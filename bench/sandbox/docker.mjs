/** Docker Engine with one container for each run, as most home-made runners use it: a daemon of our own, so that nobody's is disturbed. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const IMAGE = 'cupel-bench';
const START_MS = 20_000;
/** The same limits that the launcher is asked for. */
const LIMITS = ['--network=none', '--memory=256m', '--pids-limit=64', '--cpus=1', '--user=65534:65534', '--read-only'];

/**
 * Started without a bridge and without rules for the host's packets; its image is the host's /usr, as the other peers see it.
 * @param {string} scratch @param {string} client @param {string} daemon paths of the two programs
 */
export async function startDocker(scratch, client, daemon) {
  const home = join(scratch, 'docker');
  const root = join(home, 'root');
  for (const folder of ['usr', 'tmp', 'box']) mkdirSync(join(root, folder), { recursive: true });
  for (const name of ['bin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name));
  const host = `unix://${join(home, 'socket')}`;
  const where = ['--data-root', join(home, 'data'), '--exec-root', join(home, 'exec'), '--pidfile', join(home, 'pid')];
  const child = spawn(daemon, ['--iptables=false', '--bridge=none', ...where, '-H', host], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  process.once('exit', () => child.kill());
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const isReady = () => spawnSync(client, ['-H', host, 'version'], { stdio: 'ignore' }).status === 0;
  for (const until = Date.now() + START_MS; !isReady(); await sleep(200))
    if (Date.now() > until || child.exitCode !== null) {
      await stop();
      return undefined;
    }
  const packed = spawnSync('tar', ['-C', root, '-c', '.'], { maxBuffer: 1 << 26 }).stdout;
  spawnSync(client, ['-H', host, 'import', '-', IMAGE], { input: packed });
  return { run: (/** @type {string[]} */ binds) => [client, '-H', host, 'run', '--rm', ...LIMITS, ...binds, IMAGE], stop };
}
