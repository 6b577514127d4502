import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Launcher, startLauncher } from '@cupel/sandbox';
import type { Listening, Subject } from './case.js';

const BOXES = 32;
const RETRY_MS = 10;

export interface SubjectOptions {
  /** Path of the launcher. */
  readonly binary: string;
  /** Folder with the compiled programs. */
  readonly programs: string;
}

/** A subject, and the end of it. */
export interface OwnSubject {
  readonly subject: Subject;
  close(): Promise<void>;
}

const accepts = async (path: string): Promise<boolean> => {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

const listen = async (binary: string, folder: string, environment: Readonly<Record<string, string>>): Promise<Listening> => {
  const path = join(folder, 'socket');
  const args = ['--listen', path, '--allow-uid', '0', '--boxes', '8'];
  const child: ChildProcess = spawn(binary, args, { env: environment, cwd: '/', stdio: ['ignore', 'ignore', 'inherit'] });
  const gone = once(child, 'exit');
  while (!(await accepts(path))) {
    if (child.exitCode !== null) throw new Error(`the launcher ended with code ${child.exitCode} before it listened`);
    await sleep(RETRY_MS);
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
    await rm(folder, { recursive: true });
  };
  return { path, pid: child.pid ?? 0, stop };
};

/** Starts a launcher with a folder for blobs, and puts what cases need around it. Needs root. */
export const openSubject = async ({ binary, programs }: SubjectOptions): Promise<OwnSubject> => {
  const blobs = await mkdtemp(join(tmpdir(), 'cupel-blobs-'));
  const sandbox: Launcher = await startLauncher({ binary, blobs, boxes: BOXES });
  const putBlob = async (bytes: Uint8Array): Promise<string> => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await writeFile(join(blobs, sha256), bytes);
    return sha256;
  };
  const subject: Subject = {
    sandbox,
    profile: 'judge',
    program: (name) => readFileSync(join(programs, name)),
    putBlob,
    listen: async (environment = {}) => listen(binary, await mkdtemp(join(tmpdir(), 'cupel-socket-')), environment),
  };
  const close = async () => {
    await sandbox.close();
    await rm(blobs, { recursive: true });
  };
  return { subject, close };
};
