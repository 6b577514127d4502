import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { CupelError } from '@cupel/domain';
import pg from 'pg';
import { asStoreError } from './failures.js';

export interface Migration {
  /** File name without its ending: `0001_tenancy`. They are applied in this order. */
  readonly name: string;
  readonly sql: string;
}

/** Any number, as long as it is always the same: two processes that start at once migrate one after the other. */
const LOCK = 7_263_514_208;
const OLDEST_VERSION = 15;

/** The migrations that come with this version. */
export async function readMigrations(folder: URL = new URL('../migrations/', import.meta.url)): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => ({ name: file.slice(0, -'.sql'.length), sql: await readFile(new URL(file, folder), 'utf8') })),
  );
}

/**
 * Brings the database up to date, one transaction for each migration, and returns the names of those that were applied.
 * Throws `migration_changed` and `migration_unknown` where the database was made by something else than these
 * files; nothing is applied then.
 */
export async function migrate(connectionString: string, migrations?: readonly Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString, application_name: 'cupel migrate', connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await checkVersion(client);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const applied = await appliedChecksums(client);
    checkApplied(applied, wanted);
    const missing = wanted.filter(({ name }) => !applied.has(name));
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } catch (error) {
    throw asStoreError(error);
  } finally {
    // Ends the session, and with it the lock.
    await client.end().catch(() => undefined);
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
  const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  if (!(version >= OLDEST_VERSION)) throw new CupelError('database_too_old', { version, needed: OLDEST_VERSION });
}

async function appliedChecksums(client: pg.Client): Promise<Map<string, string>> {
  await client.query(
    'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
  );
  const { rows } = await client.query<{ name: string; checksum: string }>('SELECT name, checksum FROM migrations ORDER BY name');
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

function checkApplied(applied: ReadonlyMap<string, string>, wanted: readonly Migration[]): void {
  const known = new Map(wanted.map((migration) => [migration.name, checksumOf(migration)]));
  for (const [name, checksum] of applied) {
    if (!known.has(name)) throw new CupelError('migration_unknown', { name });
    if (known.get(name) !== checksum) throw new CupelError('migration_changed', { name });
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(migration.sql);
    await client.query('INSERT INTO migrations (name, checksum) VALUES ($1, $2)', [migration.name, checksumOf(migration)]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    const told = asStoreError(error);
    if (told instanceof CupelError) throw told;
    const problem = error instanceof Error ? error.message : String(error);
    throw new CupelError('migration_failed', { name: migration.name, problem }, { cause: error });
  }
}

function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}
