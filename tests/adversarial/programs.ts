import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { InputFile } from '@cupel/domain';
import { type Attack, readAttacks } from './header.mjs';

const ROOT = import.meta.dirname;
const FLAGS = ['-O1', '-s', '-static', '-pthread', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror', `-I${ROOT}`];

const PYTHON = ['/usr/bin/python3', '-B', '-s'] as const;
const THROUGH_TEMPLATE = process.env.CUPEL_TEST_WARM === 'attacks';
/** exec, with the signals as a program finds them that is started without Python. */
const STARTER = `import os, signal, sys
for number in signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT:
    signal.signal(number, signal.SIG_DFL)
os.execv("./attack", ["./attack", *sys.argv[1:]])
`;

const attacks = readAttacks(ROOT);

export const getAttack = (folder: string): Attack => {
  const found = attacks.find((attack) => attack.folder === folder);
  if (found === undefined) throw new Error(`there is no attack in ${folder}`);
  return found;
};

export interface Program {
  readonly argv: readonly string[];
  readonly files: readonly InputFile[];
}

/** What a run of the attack needs. A program that does not compile fails the test: an attack that never ran proves nothing. */
export async function program({ path }: Attack): Promise<Program> {
  // Of the one that names /proc/self/exe as an interpreter, the subject is the process that calls exec.
  if (THROUGH_TEMPLATE && !path.endsWith('.py') && !path.includes('a7-launcher-as-interpreter')) return throughTemplate(path);
  if (path.endsWith('.c')) return { argv: ['./attack'], files: [plain('attack', await readFile(await compiled(path)), true)] };
  if (path.endsWith('.sh')) return { argv: ['./attack'], files: [plain('attack', await readFile(join(ROOT, path)), true)] };
  const files = [plain('attack.py', await readFile(join(ROOT, path))), plain('facts.py', await readFile(join(ROOT, 'facts.py')))];
  return { argv: [...PYTHON, 'attack.py'], files };
}

/** The same program by way of a booted interpreter's walls: whatever stops it stands in a forked box as in any other. */
async function throughTemplate(path: string): Promise<Program> {
  const bytes = path.endsWith('.c') ? await readFile(await compiled(path)) : await readFile(join(ROOT, path));
  return { argv: [...PYTHON, 'start.py'], files: [plain('attack', bytes, true), plain('start.py', Buffer.from(STARTER))] };
}

/** The command that runs the same program on the host, outside of every wall: for what a naive judge would see. */
export const onHost = async ({ path }: Attack): Promise<readonly string[]> =>
  path.endsWith('.py')
    ? ['/usr/bin/env', `PYTHONPATH=${ROOT}`, '/usr/bin/python3', '-B', join(ROOT, path)]
    : [await compiled(path)];

const plain = (name: string, bytes: Uint8Array, executable = false): InputFile => ({
  name,
  content: { kind: 'bytes', bytes },
  executable,
});

/** Static, so that nothing but the walls stands between it and the kernel. Kept by the hash of what it is made from. */
async function compiled(path: string): Promise<string> {
  const hash = createHash('sha256').update(FLAGS.join(' '));
  for (const file of [join(ROOT, path), join(ROOT, 'facts.h')]) hash.update(await readFile(file));
  const target = join(ROOT, 'build', hash.digest('hex').slice(0, 16));
  if (existsSync(target)) return target;
  await mkdir(join(ROOT, 'build'), { recursive: true });
  const fresh = `${target}.${process.pid}`;
  await promisify(execFile)('gcc', [...FLAGS, '-o', fresh, join(ROOT, path)]);
  await rename(fresh, target);
  return target;
}
