import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddedServer, migrate, openDatabase, prepareEmbedded, startEmbedded } from '@cupel/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, temporaryFolder, testSystem } from './support/postgres.ts';

describe('the embedded PostgreSQL', () => {
  let stateDir = '';
  const servers: EmbeddedServer[] = [];
  const start = async () => {
    const server = await startTestServer(stateDir);
    servers.push(server);
    return server;
  };
  beforeEach(async () => {
    stateDir = await temporaryFolder();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
    await rm(stateDir, { recursive: true, force: true });
  });

  it('keeps what was written from one start to the next, and listens on its socket alone', async () => {
    const first = await start();
    expect(await migrate(first.connectionString)).not.toEqual([]);
    const opened = openDatabase({ connectionString: first.connectionString, applicationName: 'test' });
    await opened.query({ text: `INSERT INTO settings (name, value) VALUES ('kept', '1')` });
    const settings = await opened.query({
      text: `SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name`,
    });
    expect(settings).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'listen_addresses', setting: '' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
    await opened.close();
    await first.stop();
    expect(await first.exited).toMatchObject({ code: 0 });

    const second = await start();
    expect(await migrate(second.connectionString)).toEqual([]);
    const again = openDatabase({ connectionString: second.connectionString, applicationName: 'test' });
    expect(await again.query({ text: 'SELECT name, value FROM settings' })).toEqual([{ name: 'kept', value: 1 }]);
    await again.close();
  });

  it('lets nobody in without its password', async () => {
    const { connectionString } = await start();
    const password = (await readFile(join(stateDir, 'postgres-password'), 'utf8')).trim();
    const wrong = connectionString.replace(password, '0'.repeat(64));
    const database = openDatabase({ connectionString: wrong, applicationName: 'test' });
    await expect(database.query({ text: 'SELECT 1' })).rejects.toMatchObject({ code: '28P01' });
    await database.close();
  });

  it('refuses a second start on one data folder, and stops the first where it is told to', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({ code: 'postgres_in_use' });
    const system = await testSystem();
    const second = await startEmbedded({ stateDir, ...(system && { system }), orphan: 'stop' });
    servers.push(second);
    expect(await first.exited).toMatchObject({ code: 0 });
    expect(second.pid).not.toBe(first.pid);
  });

  it('starts again after a kill -9, while the pid file is still there', async () => {
    const first = await start();
    process.kill(first.pid, 'SIGKILL');
    expect(await first.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(await readFile(join(stateDir, 'postgres', 'data', 'postmaster.pid'), 'utf8')).toContain(String(first.pid));
    const second = await start();
    expect(await migrate(second.connectionString)).not.toEqual([]);
  });

  it('does not take the remains of an interrupted initdb for a database', async () => {
    const system = await testSystem();
    const plan = await prepareEmbedded({ stateDir, ...(system && { system }) });
    expect(plan.create).toBeDefined();
    await writeFile(join(stateDir, 'postgres', 'data.new'), 'half a cluster');
    const { connectionString } = await start();
    expect(await migrate(connectionString)).not.toEqual([]);
  });

  it('refuses the data folder of another major version, naming both', async () => {
    await (await start()).stop();
    await writeFile(join(stateDir, 'postgres', 'data', 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toMatchObject({
      code: 'postgres_major',
      message: expect.stringMatching(/PostgreSQL 15.*PostgreSQL 18/),
    });
  });

  it.runIf(process.getuid?.() === 0)('refuses to be run as root', async () => {
    await expect(startEmbedded({ stateDir })).rejects.toMatchObject({ code: 'postgres_as_root' });
  });
});
