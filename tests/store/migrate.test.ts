import { migrate, openDatabase, readMigrations } from '@cupel/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase, versions } from './support/postgres.ts';

describe.each(versions)('migrations on $name', ({ binaries }) => {
  const current = useDatabase(binaries);
  const own = [
    { name: '0001_one', sql: 'CREATE TABLE one (n int)' },
    { name: '0002_two', sql: 'CREATE TABLE two (n int); INSERT INTO two VALUES (2)' },
  ];
  let connectionString = '';
  let databases = 0;

  beforeEach(async () => {
    databases += 1;
    await current().database.query({ text: `CREATE DATABASE empty_${databases}` });
    connectionString = current().server.connectionString.replace('/cupel?', `/empty_${databases}?`);
  });

  const tables = async () => {
    const database = openDatabase({ connectionString, applicationName: 'test', minConnections: 0, maxConnections: 1 });
    const rows = await database.query<{ name: string }>({
      text: `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    });
    await database.close();
    return rows.map(({ name }) => name);
  };

  it('applies each once, in order, although eight processes start together', async () => {
    const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(connectionString, own)));
    expect(applied.flat()).toEqual(['0001_one', '0002_two']);
    expect(await tables()).toEqual(['migrations', 'one', 'two']);
  });

  it('applies what is new, and only that', async () => {
    await migrate(connectionString, own.slice(0, 1));
    expect(await migrate(connectionString, own)).toEqual(['0002_two']);
  });

  it('refuses a migration that was changed, and one that it does not know, and touches nothing', async () => {
    await migrate(connectionString, own);
    const third = { name: '0003_three', sql: 'CREATE TABLE three (n int)' };
    const changed = [{ name: '0001_one', sql: 'CREATE TABLE one (n bigint)' }, ...own.slice(1), third];
    await expect(migrate(connectionString, changed)).rejects.toMatchObject({
      code: 'migration_changed',
      message: expect.stringContaining('0001_one'),
    });
    await expect(migrate(connectionString, [...own.slice(0, 1), third])).rejects.toMatchObject({
      code: 'migration_unknown',
      message: expect.stringContaining('0002_two'),
    });
    expect(await tables()).toEqual(['migrations', 'one', 'two']);
  });

  it('rolls back the whole of one that fails, keeps those before, and can be tried again', async () => {
    const broken = { name: '0003_three', sql: 'CREATE TABLE three (n int); SELECT 1 / 0' };
    await expect(migrate(connectionString, [...own, broken])).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('division by zero'),
    });
    expect(await tables()).toEqual(['migrations', 'one', 'two']);
    expect(await migrate(connectionString, [...own, { ...broken, sql: 'CREATE TABLE three (n int)' }])).toEqual(['0003_three']);
  });

  it('has its own migrations in an order that only grows', async () => {
    const names = (await readMigrations()).map(({ name }) => name);
    expect(names).toEqual(names.map((name, index) => `${String(index + 1).padStart(4, '0')}${name.slice(4)}`));
  });
});
