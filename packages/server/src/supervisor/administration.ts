import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CupelError } from '@cupel/domain';
import { type ApiKey, createKey, listKeys, migrate, openDatabase, revokeKey, type Scope } from '@cupel/store';
import { firstPrincipal } from '../platform/auth/first-tenant.js';
import type { Config } from '../platform/settings/schema.js';
import { isUsualDataDir, MACHINE_WIDE } from './state-dir.js';

const URL_FILE = 'database-url';

export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: Date;
}

/** What the operator may do on the machine itself, without a key: there may be none yet. */
export interface Administration {
  /** The token is returned this once. */
  createKey(request: KeyRequest): Promise<{ readonly key: ApiKey; readonly token: string }>;
  listKeys(): Promise<readonly ApiKey[]>;
  /** Throws `record_not_found`. */
  revokeKey(id: string): Promise<ApiKey>;
  close(): Promise<void>;
}

/**
 * Opens the database of the service: that of DATABASE_URL, or the embedded one, which must run. Throws `database_not_running`, and
 * `not_root`, naming the command that was typed, for whoever may not read where it is.
 */
export async function openAdministration(config: Config, command: string): Promise<Administration> {
  const connectionString = config.databaseUrl ?? (await findEmbedded(config, command));
  // The first key of a fleet is made before its first API starts, which would refuse to listen without one.
  await migrate(connectionString);
  const database = openDatabase({ connectionString, applicationName: 'cupel keys', minConnections: 0, maxConnections: 1 });
  return {
    createKey: async ({ name, scopes, expiresAt }) => {
      const { tenantId, principalId } = await firstPrincipal(database);
      return createKey(database, { tenantId, principalId, name, scopes: [...scopes], ...(expiresAt && { expiresAt }) });
    },
    listKeys: async () => {
      const { tenantId } = await firstPrincipal(database);
      return (await listKeys(database, tenantId, { revoked: true, limit: 100 })).items;
    },
    revokeKey: async (id) => revokeKey(database, (await firstPrincipal(database)).tenantId, id),
    close: () => database.close(),
  };
}

/** For root alone: the password stands in it. */
export async function keepDatabaseUrl(stateDir: string, connectionString: string): Promise<void> {
  const path = join(stateDir, URL_FILE);
  await writeFile(`${path}.new`, connectionString, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

async function findEmbedded(config: Config, command: string): Promise<string> {
  const folders = isUsualDataDir(config) ? [resolve(config.dataDir), MACHINE_WIDE] : [resolve(config.dataDir)];
  for (const folder of folders) {
    const url = await readFile(join(folder, URL_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES') throw new CupelError('not_root', { command });
      return undefined;
    });
    if (url !== undefined) return url;
  }
  throw new CupelError('database_not_running', { path: folders[0] ?? '' });
}
