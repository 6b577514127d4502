import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CUPEL = fileURLToPath(new URL('../../packages/cli/bin/cupel.js', import.meta.url));
const READY = /^Cupel is ready at (\S+)/m;
const KEY = /^ {4}(cupel_\S+)$/m;
const START_MS = 90_000;

/** The parts of the service that can be killed, by what their command line holds. */
const PARTS = {
  api: /cupel\.js\0role\0api\0/,
  worker: /cupel\.js\0role\0worker\0/,
  launcher: /cupel-launcher\0--listen\0/,
  postgres: /\/postgres\0-D\0/,
} as const;
export type PartName = keyof typeof PARTS;

/** `cupel serve` as anybody starts it, in a folder of its own. */
export interface Service {
  readonly url: string;
  readonly key: string;
  readonly dataDir: string;
  readonly pid: number;
  /** All that it has written so far. */
  output(): string;
  /** The process of a part, as long as there is one. */
  pidOf(part: PartName): number | undefined;
  /** Resolves with its exit code when it has ended. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** The embedded database, unless `settings` name another. */
export function databaseUrl(dataDir: string): string {
  return readFileSync(join(dataDir, 'database-url'), 'utf8');
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cupel-service-'));
  await chmod(folder, 0o755);
  return folder;
}

export interface StartOptions {
  /** `serve` unless given; an API alone needs DATABASE_URL among the settings. */
  readonly command?: 'serve' | 'api';
  readonly dataDir?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

export async function startService({ command = 'serve', dataDir, settings = {} }: StartOptions = {}): Promise<Service> {
  const folder = dataDir ?? join(await temporaryFolder(), 'data');
  const child = launch(command, folder, settings);
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  process.once('exit', () => child.kill('SIGKILL'));
  const url = await readyUrl(() => written, ended);
  return {
    url,
    key: KEY.exec(written)?.[1] ?? '',
    dataDir: folder,
    pid: child.pid ?? 0,
    output: () => written,
    pidOf: (part) => childrenOf(child.pid ?? 0).find((pid) => PARTS[part].test(commandLine(pid))),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      const code = await ended;
      if (dataDir === undefined) rmSync(join(folder, '..'), { recursive: true, force: true });
      return code;
    },
  };
}

/** Runs `cupel serve` until it ends by itself. */
export async function serveUntilEnd({ dataDir, settings = {} }: StartOptions & { readonly dataDir: string }) {
  const child = launch('serve', dataDir, settings);
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output: written };
}

function launch(command: string, dataDir: string, settings: Readonly<Record<string, string>>): ChildProcess {
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    CUPEL_DATA_DIR: dataDir,
    CUPEL_PORT: '0',
    CUPEL_LOG_LEVEL: 'warn',
    ...settings,
  };
  return spawn(process.execPath, [CUPEL, command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function readyUrl(output: () => string, ended: Promise<number | null>): Promise<string> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (const until = Date.now() + START_MS; Date.now() < until && !over; ) {
    // The key and a first command follow that line at once.
    const url = READY.exec(output())?.[1];
    if (url !== undefined && /curl -s/.test(output())) return url;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the service did not become ready:\n${output()}`);
}

export function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1]);
}

function childrenOf(parent: number): readonly number[] {
  return processes().filter((pid) => parentOf(pid) === parent);
}

export function processes(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // It has gone in the meantime.
  }
}
