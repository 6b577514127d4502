import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cached } from './cache.js';
import { output } from './process.js';

/** What the guest's /usr holds of the host's, beside the libraries that these need. */
const PROGRAMS = ['busybox', 'bash', 'dash', 'sh', 'python3', 'newuidmap', 'newgidmap'].map((name) => `/usr/bin/${name}`);
/** Packages whose programs are all there: what a script may take for granted. */
const PACKAGES = ['coreutils', 'util-linux', 'grep', 'sed', 'findutils', 'hostname', 'mawk', 'libc-bin'];
/** Of Python's library, what no program here imports. */
const UNUSED = new Set([
  'test',
  'idlelib',
  'tkinter',
  'ensurepip',
  'lib2to3',
  'pydoc_data',
  'dist-packages',
  'unittest',
  'turtledemo',
]);

/**
 * A file system image (ext4, which the kernel has built in) that becomes the guest's /usr: Node, Python, the shells and
 * the everyday commands of this host. Made anew when one of them has changed.
 */
export async function systemImage(): Promise<string> {
  const files = await systemFiles();
  const folders = pythonFolders();
  const key = [...files].map(([path, source]) => `${path} ${fingerprint(source)}`);
  const hash = createHash('sha256')
    .update([...key, ...folders.map(fingerprint)].join('\n'))
    .digest('hex');
  return cached('system', hash, (path) => build(path, files, folders));
}

/** From the path in the guest to the file of the host. */
async function systemFiles(): Promise<Map<string, string>> {
  const listed = (await output('dpkg', ['-L', ...PACKAGES])).split('\n').filter((path) => /^\/(usr\/)?bin\/./.test(path));
  const programs = [...PROGRAMS, ...listed.map((path) => join('/usr/bin', basename(path)))].filter((path) => existsSync(path));
  const files = new Map<string, string>([['/usr/bin/node', realpathSync(process.execPath)]]);
  for (const program of programs) files.set(program, program);
  const sources = [...files.values()].map((path) => realpathSync(path));
  for (const library of await librariesOf([...sources, ...pythonExtensions()])) {
    files.set(join(realpathSync(dirname(library)), basename(library)), library);
  }
  return files;
}

async function librariesOf(programs: readonly string[]): Promise<Set<string>> {
  const libraries = new Set<string>();
  for (const program of programs) {
    // ldd fails for what is static or a script: then there is nothing to add.
    const listing = await output('ldd', [program]).catch(() => '');
    for (const [, path] of listing.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)) if (path !== undefined) libraries.add(path);
  }
  return libraries;
}

function pythonFolders(): string[] {
  return readdirSync('/usr/lib')
    .filter((name) => /^python3\.\d+$/.test(name))
    .map((name) => join('/usr/lib', name));
}

function pythonExtensions(): string[] {
  return pythonFolders().flatMap((folder) => {
    const extensions = join(folder, 'lib-dynload');
    return existsSync(extensions) ? readdirSync(extensions).map((name) => join(extensions, name)) : [];
  });
}

function fingerprint(path: string): string {
  const status = statSync(path);
  return `${path} ${status.size} ${status.mtimeMs}`;
}

async function build(path: string, files: ReadonlyMap<string, string>, folders: readonly string[]): Promise<void> {
  const staged = join(dirname(path), 'usr');
  for (const [target, source] of files) stage(join(staged, target.replace(/^\/usr/, '')), source);
  for (const folder of folders) {
    const filter = (source: string) => !UNUSED.has(basename(source));
    cpSync(folder, join(staged, folder.replace(/^\/usr/, '')), { recursive: true, filter, verbatimSymlinks: true });
  }
  const kilobytes = Number((await output('du', ['-sk', staged])).split('\t')[0]);
  writeFileSync(path, '');
  truncateSync(path, Math.ceil(kilobytes * 1.1 + 16_384) * 1024);
  await output('mke2fs', ['-q', '-t', 'ext4', '-O', '^has_journal', '-m', '0', '-d', staged, path]);
  chmodSync(path, 0o444);
}

/** Every file under the name by which it is found, with the bytes that its links lead to. */
function stage(target: string, source: string): void {
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(realpathSync(source), target);
}
