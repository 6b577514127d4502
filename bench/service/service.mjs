import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const cupel = fileURLToPath(new URL('../../packages/cli/bin/cupel.js', import.meta.url));

/**
 * `cupel serve` in a folder of its own, as anybody starts it.
 * @param {Record<string, string>} [settings]
 */
export async function startService(settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-bench-'));
  await chmod(folder, 0o755);
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    CUPEL_DATA_DIR: join(folder, 'data'),
    CUPEL_PORT: '0',
    CUPEL_LOG_LEVEL: 'warn',
  };
  const child = spawn(process.execPath, [cupel, 'serve'], { env: { ...env, ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let written = '';
  child.stdout.on('data', (chunk) => {
    written += chunk;
  });
  process.once('exit', () => child.kill('SIGTERM'));
  process.once('SIGTERM', () => process.exit(143));
  while (!/curl -s/.test(written)) {
    if (child.exitCode !== null) throw new Error(`the service did not start:\n${written}`);
    await sleep(20);
  }
  return {
    pid: child.pid ?? 0,
    url: /ready at (\S+)/.exec(written)?.[1] ?? '',
    key: /^ {4}(cupel_\S+)$/m.exec(written)?.[1] ?? '',
    dataDir: env.CUPEL_DATA_DIR,
    databaseUrl: () => readFileSync(join(env.CUPEL_DATA_DIR, 'database-url'), 'utf8'),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
