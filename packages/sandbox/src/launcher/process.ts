import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { CupelError, SandboxError } from '@cupel/domain';
import { findImagesFile } from '../images/store.js';
import { Connection } from './connection.js';

const SOCKET_FD = 3;
const LAST_WORDS_BYTES = 2048;
/** How long a launcher may take to end by itself once its socket has closed; it has boxes to clear away. */
const GRACE_MS = 5000;

export interface LauncherProcessOptions {
  /** Path of the launcher; where `npm run setup` puts it, unless given. */
  readonly binary?: string;
  /** Folder in which blobs lie, each under its sha256. */
  readonly blobs?: string;
  /** Most runs at once. */
  readonly boxes?: number;
  /** File of the images, or nothing at all for none; that of this host, where there is one, unless given. */
  readonly images?: string;
  /** Boxes to build ahead. */
  readonly spare?: number;
  /** When interpreters boot: with the launcher, which is ready when they are; at the second program that wants one; or never. */
  readonly warm?: 'ahead' | 'on_demand' | 'never';
  /** Memory that interpreters which wait may take together; a tenth of the host's unless given. */
  readonly poolMib?: number;
  /** How long a booted interpreter is forked before another, with another hash seed, takes its place; 600 unless given. */
  readonly templateSeconds?: number;
}

const standardBinary = (): string => fileURLToPath(new URL('../../../../native/launcher/build/cupel-launcher', import.meta.url));

const checkBuilt = (path: string): void => {
  try {
    accessSync(path, constants.X_OK);
  } catch (cause) {
    throw new SandboxError({ kind: 'not_built', path }, { cause });
  }
};

const launcherArguments = ({
  blobs,
  boxes,
  spare,
  warm,
  poolMib,
  templateSeconds,
  images = findImagesFile(),
}: LauncherProcessOptions): readonly string[] => [
  '--fd',
  String(SOCKET_FD),
  ...(blobs === undefined ? [] : ['--blobs', blobs]),
  ...(images === undefined || images === '' ? [] : ['--images', images]),
  ...(boxes === undefined ? [] : ['--boxes', String(boxes)]),
  ...(spare === undefined ? [] : ['--spare', String(spare)]),
  ...(poolMib === undefined ? [] : ['--pool-mib', String(poolMib)]),
  ...(templateSeconds === undefined ? [] : ['--template-seconds', String(templateSeconds)]),
  ...(warm === 'ahead' ? ['--templates-ahead'] : warm === 'never' ? ['--cold'] : []),
];

/** A launcher that this process has started, and the end of its socket. */
class LauncherProcess {
  readonly socket: Socket;
  /** How it ended, in words. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  #lastWords = '';

  constructor(binary: string, options: LauncherProcessOptions) {
    // A session of its own: Ctrl-C in a terminal is for us, and we tell the launcher. Its environment is empty, because
    // whatever stands there could be read in a box that is built wrongly.
    this.#child = spawn(binary, launcherArguments(options), {
      env: {},
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#child.unref();
    this.socket = this.#pipe(SOCKET_FD);
    const errors = this.#pipe(2);
    errors.unref();
    errors.on('data', (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString('latin1')).slice(-LAST_WORDS_BYTES);
    });
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('close', (code, signal) => resolve(this.#describeEnd(code, signal)));
    });
  }

  /** Waits for it to end by itself, and kills it where it does not. */
  async end(): Promise<string> {
    this.#child.ref();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), GRACE_MS);
    const description = await this.ended;
    clearTimeout(timer);
    return description;
  }

  #pipe(index: number): Socket {
    const pipe = this.#child.stdio[index];
    if (!(pipe instanceof Socket)) throw new SandboxError({ kind: 'not_started', detail: `no pipe on descriptor ${index}` });
    return pipe;
  }

  #describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
    const how = signal === null ? `it ended with code ${code}` : `it was killed by ${signal}`;
    const last = this.#lastWords.trim().split('\n').at(-1) ?? '';
    return last === '' ? how : `${how}; its last words: ${last}`;
  }
}

/** The command that was typed, for a message that asks to type it as root. */
const typedCommand = (): string => [process.execPath, ...process.argv.slice(1)].join(' ');

export interface OwnLauncher {
  readonly connection: Connection;
  /** Resolves when the process is gone. */
  readonly ended: Promise<string>;
}

/**
 * Starts a launcher and greets it. Rejects with a SandboxError where it is not built or does not start, and with the
 * register's `not_root` where that may be for want of privileges.
 */
export const startProcess = async (options: LauncherProcessOptions): Promise<OwnLauncher> => {
  const binary = options.binary ?? standardBinary();
  checkBuilt(binary);
  const launcher = new LauncherProcess(binary, options);
  let welcomed = false;
  const explainLoss = async (): Promise<SandboxError> =>
    new SandboxError({ kind: welcomed ? 'died' : 'not_started', detail: await launcher.end() });
  try {
    const connection = await Connection.open(launcher.socket, explainLoss);
    welcomed = true;
    return { connection, ended: launcher.ended };
  } catch (error) {
    const refusedToStart = error instanceof SandboxError && error.failure.kind === 'not_started';
    if (!refusedToStart || process.geteuid?.() === 0) throw error;
    throw new CupelError('not_root', { command: typedCommand() }, { cause: error });
  }
};
