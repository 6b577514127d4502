import { constants } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Issues } from '../issues.js';
import type { PackageLimits } from './limits.js';

export interface TreeFile {
  /** Relative to the package, with slashes. */
  readonly path: string;
  readonly size: number;
  readonly executable: boolean;
}

/** The files of a package, as a folder on disk holds them. What begins with a dot is not part of it. */
export class PackageTree {
  readonly folder: string;
  readonly files: readonly TreeFile[];
  readonly #byPath: ReadonlyMap<string, TreeFile>;
  readonly #issues: Issues;
  readonly #limits: PackageLimits;

  constructor(folder: string, files: readonly TreeFile[], issues: Issues, limits: PackageLimits) {
    this.folder = folder;
    this.files = files;
    this.#byPath = new Map(files.map((file) => [file.path, file]));
    this.#issues = issues;
    this.#limits = limits;
  }

  has(path: string): boolean {
    return this.#byPath.has(path);
  }

  findFile(path: string): TreeFile | undefined {
    return this.#byPath.get(path);
  }

  /** Files below a folder, in the order of their paths. */
  below(folder: string): readonly TreeFile[] {
    return this.files.filter(({ path }) => path.startsWith(`${folder}/`));
  }

  /** Names directly in a folder: files, and folders that hold any. */
  names(folder: string): readonly string[] {
    const rest = this.below(folder).map(({ path }) => path.slice(folder.length + 1));
    return [...new Set(rest.map((path) => path.split('/')[0] ?? ''))];
  }

  hasFolder(folder: string): boolean {
    return this.files.some(({ path }) => path.startsWith(`${folder}/`));
  }

  /** Where it lies on this host. */
  locate(path: string): string {
    return join(this.folder, path);
  }

  /** The bytes of a file that is small by its nature; one that is not is an issue, and undefined. */
  async read(path: string): Promise<Buffer | undefined> {
    const file = this.#byPath.get(path);
    if (file === undefined) return undefined;
    if (file.size > this.#limits.textBytes) {
      this.#issues.error(path, `has ${file.size} bytes; the most for such a file is ${this.#limits.textBytes}`);
      return undefined;
    }
    // A link was followed and checked when the tree was read; one that is put in its place since then is not.
    const handle = await open(await realpath(this.locate(path)), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }
}

/** Reads the names of a package. Links that stay inside are followed; others, devices and pipes are issues. */
export async function readTree(folder: string, issues: Issues, limits: PackageLimits): Promise<PackageTree> {
  const root = await realpath(folder);
  const files: TreeFile[] = [];
  await walk(root, '', { root, files, issues, limits });
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > limits.bytes)
    issues.error('.', `the package has ${bytes} bytes, more than ${limits.bytes}; --max-bytes allows more`);
  return new PackageTree(root, files, issues, limits);
}

interface Walk {
  readonly root: string;
  readonly files: TreeFile[];
  readonly issues: Issues;
  readonly limits: PackageLimits;
}

async function walk(root: string, path: string, state: Walk): Promise<void> {
  if (path.split('/').length > state.limits.depth) {
    state.issues.error(path, `is more than ${state.limits.depth} folders deep`);
    return;
  }
  for (const name of (await readdir(join(root, path))).sort()) {
    if (state.files.length > state.limits.entries) {
      state.issues.error('.', `the package has more than ${state.limits.entries} files; --max-entries allows more`);
      return;
    }
    if (!/^[.-]/.test(name)) await visit(root, path === '' ? name : `${path}/${name}`, state);
  }
}

const JUDGED = /^(data|submissions|include|graders|function|(input|output|static|input_format)_validators?)\//;

async function visit(root: string, path: string, state: Walk): Promise<void> {
  const name = path.split('/').at(-1) ?? '';
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/.test(name)) {
    const told = 'names are letters, digits, dot, hyphen and underscore; rename it';
    // A test that nobody runs, or a solution that nobody tries, must not go unnoticed.
    if (JUDGED.test(path)) state.issues.error(path, told);
    else state.issues.warning(path, `is left out: ${told}`);
    return;
  }
  const linked = (await lstat(join(root, path))).isSymbolicLink();
  if (linked && !(await staysInside(root, path))) {
    state.issues.error(path, 'is a link that leads out of the package, or nowhere');
    return;
  }
  const found = await stat(join(root, path));
  // A link to a folder would let a package contain itself.
  if (found.isDirectory() && linked) state.issues.error(path, 'is a link to a folder; copy the folder');
  else if (found.isDirectory()) await walk(root, path, state);
  else if (found.isFile()) state.files.push({ path, size: found.size, executable: (found.mode & 0o100) !== 0 });
  else state.issues.error(path, 'is neither file nor folder');
}

async function staysInside(root: string, path: string): Promise<boolean> {
  const target = await realpath(join(root, path)).catch(() => undefined);
  if (target === undefined) return false;
  const away = relative(root, target);
  return away !== '' && !away.startsWith(`..${sep}`) && away !== '..';
}
