import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Binaries,
  type Database,
  type EmbeddedServer,
  migrate,
  openDatabase,
  type System,
  startEmbedded,
} from '@cupel/store';
import { afterAll, beforeAll } from 'vitest';

const DEBIAN_15 = '/usr/lib/postgresql/15/bin';

/** What the SQL is written for; 15 only where Debian's packages are installed. */
export const versions: readonly { readonly name: string; readonly binaries?: Binaries }[] = [
  { name: 'embedded 18' },
  ...(existsSync(join(DEBIAN_15, 'initdb'))
    ? [{ name: "Debian's 15", binaries: { bin: DEBIAN_15, libraries: [], major: 15 } }]
    : []),
];

/** Whom PostgreSQL runs as when the tests run as root, whom it refuses. */
export async function testSystem(): Promise<System | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(user?.[2]), gid: Number(user?.[3]) };
}

export async function startTestServer(stateDir: string, binaries?: Binaries): Promise<EmbeddedServer> {
  const system = await testSystem();
  return startEmbedded({ stateDir, ...(system && { system }), ...(binaries && { binaries }) });
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cupel-store-'));
  await chmod(folder, 0o711);
  return folder;
}

export interface TestDatabase {
  readonly server: EmbeddedServer;
  readonly database: Database;
  readonly stateDir: string;
}

/** A PostgreSQL of its own for the tests of a file, with all tables. */
export function useDatabase(binaries?: Binaries): () => TestDatabase {
  let current: TestDatabase | undefined;
  beforeAll(async () => {
    const stateDir = await temporaryFolder();
    const server = await startTestServer(stateDir, binaries);
    await migrate(server.connectionString);
    const { connectionString } = server;
    current = {
      server,
      stateDir,
      database: openDatabase({ connectionString, applicationName: 'tests', minConnections: 1, maxConnections: 10 }),
    };
  });
  afterAll(async () => {
    await current?.database.close();
    await current?.server.stop();
    if (current) await rm(current.stateDir, { recursive: true, force: true });
  });
  return () => {
    if (current === undefined) throw new Error('the database is not there before the first test');
    return current;
  };
}
