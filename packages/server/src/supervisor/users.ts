import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { CupelError } from '@cupel/domain';
import type { System } from '@cupel/store';
import { ordinaryUser } from './rootless.js';

const NAMES = { postgres: 'cupel-postgres', api: 'cupel-api', worker: 'cupel-worker' } as const;

export type ServiceUsers = Readonly<Record<keyof typeof NAMES, System>>;

/**
 * The system users of the service's parts, made where they are absent: with a passwd entry, because PostgreSQL wants one, and
 * because a number that nobody holds today may be given to somebody tomorrow. Tells which were made. An
 * ordinary user can make none, and is each of them. Throws `user_not_made`.
 */
export async function ensureUsers(say: (line: string) => void): Promise<ServiceUsers> {
  const own = ordinaryUser();
  if (own !== undefined) return { postgres: own, api: own, worker: own };
  const users: [string, System][] = [];
  for (const [part, name] of Object.entries(NAMES)) users.push([part, (await findUser(name)) ?? (await makeUser(name, say))]);
  return Object.fromEntries(users) as ServiceUsers;
}

async function findUser(name: string): Promise<System | undefined> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const found = lines.find(([login]) => login === name);
  return found && { uid: Number(found[2]), gid: Number(found[3]) };
}

async function makeUser(name: string, say: (line: string) => void): Promise<System> {
  const home = ['--home-dir', '/nonexistent', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  try {
    await promisify(execFile)('/usr/sbin/useradd', ['--system', '--user-group', ...home, name], { env: {} });
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string };
    throw new CupelError('user_not_made', { name, problem: (stderr ?? message).trim() }, { cause: error });
  }
  const made = await findUser(name);
  if (made === undefined || made.uid === 0) throw new CupelError('user_not_made', { name, problem: 'useradd did not make it' });
  say(`Made the system user ${name}.`);
  return made;
}
