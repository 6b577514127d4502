import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

/** Static, so that a program needs nothing of the box that it tells about. */
const FLAGS = ['-O1', '-static', '-pthread', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror'];

const isFresh = async (target: string, source: string): Promise<boolean> =>
  existsSync(target) && (await stat(target)).mtimeMs > (await stat(source)).mtimeMs;

const compile = async (source: string, target: string): Promise<void> => {
  if (await isFresh(target, source)) return;
  const unfinished = `${target}.${process.pid}`;
  await promisify(execFile)('cc', [...FLAGS, '-o', unfinished, source]);
  await rename(unfinished, target);
};

/** Compiles every C file of `sources` into `target`, under its name without the ending; what is there and newer stays. */
export const compilePrograms = async (sources: string, target: string): Promise<void> => {
  await mkdir(target, { recursive: true });
  const files = (await readdir(sources)).filter((name) => name.endsWith('.c'));
  await Promise.all(files.map((name) => compile(join(sources, name), join(target, basename(name, '.c')))));
};
