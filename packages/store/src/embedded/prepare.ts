import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CupelError } from '@cupel/domain';
import { type Binaries, isReachable, packagedBinaries, type System } from './binaries.js';
import { clusterArguments, DATABASE, serverArguments, USER } from './settings.js';

export interface EmbeddedOptions {
  /** Everything lives below it: data, socket, password, and the programs where they had to be copied. */
  readonly stateDir: string;
  /** Whom PostgreSQL runs as. Needed when started by root, whom it refuses; must be no box's user. */
  readonly system?: System;
  /** Another PostgreSQL than the packaged one. */
  readonly binaries?: Binaries;
}

/** A program to start: by whom it is started is not decided here. */
export interface Command {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly system?: System;
}

export interface EmbeddedPlan {
  readonly dataDir: string;
  readonly connectionString: string;
  /** Of a database that is there from the beginning; the own one is made from it. */
  readonly adminConnectionString: string;
  /** Makes the data folder, under another name; absent when it is there. `adopt` is called when it has ended with 0. */
  readonly create?: { readonly command: Command; adopt(): Promise<void> };
  readonly serve: Command;
}

/** Longest path of a unix socket that the kernel takes, less PostgreSQL's own name for it. */
const LONGEST_SOCKET_DIR = 107 - '/.s.PGSQL.5432.lock'.length;

/** Makes the folders and says what is to be started, and as whom. Throws `postgres_*` where it cannot be. */
export async function prepareEmbedded(options: EmbeddedOptions): Promise<EmbeddedPlan> {
  const { system } = options;
  if (process.getuid?.() === 0 && (system === undefined || system.uid === 0)) throw new CupelError('postgres_as_root', {});
  const stateDir = resolve(options.stateDir);
  await mkdir(stateDir, { recursive: true, mode: 0o711 });
  if (system && !(await isReachable(stateDir, system)))
    throw new CupelError('postgres_not_started', { problem: `the user ${system.uid} cannot reach ${stateDir}` });
  const binaries = options.binaries ?? (await packagedBinaries(stateDir, system));
  const home = await ownFolder(join(stateDir, 'postgres'), system, 0o700);
  const dataDir = join(home, 'data');
  const socketDir = await socketFolder(stateDir, system);
  const password = await keptPassword(join(stateDir, 'postgres-password'));
  const command = (program: string, args: readonly string[]): Command => ({
    argv: [join(binaries.bin, program), ...args],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: binaries.libraries.join(':') },
    cwd: '/',
    ...(system && { system }),
  });
  const fresh = !(await hasCluster(dataDir, binaries.major));
  return {
    dataDir,
    connectionString: connectionTo(DATABASE, socketDir, password),
    adminConnectionString: connectionTo('postgres', socketDir, password),
    ...(fresh && { create: await creation(dataDir, password, command, system) }),
    serve: command('postgres', serverArguments(dataDir, socketDir)),
  };
}

/** initdb works in a folder beside, so that one that was interrupted is never taken for a database. */
async function creation(
  dataDir: string,
  password: string,
  command: (program: string, args: readonly string[]) => Command,
  system: System | undefined,
): Promise<NonNullable<EmbeddedPlan['create']>> {
  const unfinished = `${dataDir}.new`;
  const passwordFile = `${dataDir}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (system) await chown(passwordFile, system.uid, system.gid);
  const adopt = async () => {
    await rm(passwordFile, { force: true });
    await rename(unfinished, dataDir);
  };
  return { command: command('initdb', clusterArguments(unfinished, passwordFile)), adopt };
}

async function hasCluster(dataDir: string, needed: number): Promise<boolean> {
  const text = await readFile(join(dataDir, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return false;
  const found = text.trim();
  if (Number(found) !== needed) throw new CupelError('postgres_major', { path: dataDir, found, needed });
  return true;
}

/** API and worker run as other users than PostgreSQL does, so what keeps strangers out of the socket is the password. */
async function keptPassword(path: string): Promise<string> {
  await writeFile(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(path, 'utf8')).trim();
}

async function socketFolder(stateDir: string, system: System | undefined): Promise<string> {
  const usual = join(stateDir, 'socket');
  if (usual.length <= LONGEST_SOCKET_DIR) return ownFolder(usual, system, 0o755);
  const { ino, dev } = await lstat(stateDir);
  return ownFolder(join(tmpdir(), `cupel-${dev.toString(36)}-${ino.toString(36)}`), system, 0o755);
}

async function ownFolder(path: string, system: System | undefined, mode: number): Promise<string> {
  await mkdir(path, { mode }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const self = process.getuid?.() ?? 0;
  const owner = system?.uid ?? self;
  const found = await lstat(path);
  // Below /tmp anyone could have made it first, and would then hold our socket.
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== self))
    throw new CupelError('postgres_not_started', { problem: `${path} belongs to another user` });
  await chmod(path, mode);
  if (system && found.uid !== owner) await chown(path, system.uid, system.gid);
  return path;
}

function connectionTo(database: string, socketDir: string, password: string): string {
  return `postgresql://${USER}:${password}@/${database}?host=${encodeURIComponent(socketDir)}`;
}
