import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { built } from '../native/build.js';

export const ISOLATE = built('cupel-isolate');

export interface Isolated {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line of IOI; `input` is what it is given as its own stdin. */
export function isolate(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Isolated> {
  const child = spawn(ISOLATE, [...args], { env, cwd: '/', stdio: 'pipe' });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk: Buffer) => {
      said[stream] += chunk.toString();
    });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said }));
  });
}

export type Meta = Readonly<Record<string, string>>;

function readMeta(path: string): Meta {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

/** One box with a number of its own, for the length of a test file. */
export class Box {
  readonly id: string;
  readonly folder: string;
  readonly #meta: string;
  readonly #init: readonly string[];

  private constructor(id: string, folder: string, meta: string, init: readonly string[]) {
    this.id = id;
    this.folder = folder;
    this.#meta = meta;
    this.#init = init;
  }

  static async make(id: number, metaFolder: string, init: readonly string[] = ['--cg']): Promise<Box> {
    const { code, stdout, stderr } = await isolate(['-b', String(id), ...init, '--init']);
    if (code !== 0) throw new Error(stderr);
    return new Box(String(id), `${stdout.trim()}/box`, `${metaFolder}/meta-${id}`, init);
  }

  async run(
    options: readonly string[],
    argv: readonly string[],
    input?: string,
    env?: NodeJS.ProcessEnv,
  ): Promise<Isolated & { readonly meta: Meta }> {
    const cgroup = this.#init.filter((option) => option === '--cg');
    const ended = await isolate(['-b', this.id, ...cgroup, '-M', this.#meta, ...options, '--run', '--', ...argv], input, env);
    return { ...ended, meta: readMeta(this.#meta) };
  }

  shell(line: string, options: readonly string[] = ['-p']): Promise<Isolated & { readonly meta: Meta }> {
    return this.run(options, ['/bin/sh', '-c', line]);
  }

  async remove(): Promise<void> {
    await isolate(['-b', this.id, '--cleanup']);
  }
}
