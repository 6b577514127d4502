import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureTenant, putBlob, putBlobs } from '@cupel/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BlobCache } from '../../packages/server/src/worker/blob-cache.ts';
import { useDatabase } from '../store/support/postgres.ts';

const current = useDatabase();
let folder = '';
let tenant = '';

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'cupel-blobs-')), 'blobs');
  tenant = (await ensureTenant(current().database, 'cache')).id;
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const bytesOf = (size: number) => randomBytes(size);
const put = async (...all: Buffer[]) => (await putBlobs(current().database, tenant, all)).map(({ sha256 }) => sha256);

it('fetches each blob once, small and large, and gives back what was put', async () => {
  const { database } = current();
  const [small, large, empty] = [bytesOf(100), bytesOf(700_000), Buffer.alloc(0)];
  const hashes = await put(small, large, empty);
  const cache = await BlobCache.open(folder);
  // Many submissions of one problem begin at once.
  await Promise.all(Array.from({ length: 5 }, () => cache.hold(database, tenant, hashes)));
  expect(await Promise.all(hashes.map((sha256) => cache.read(sha256)))).toEqual([small, large, empty]);
  expect(readdirSync(folder).sort()).toEqual([...hashes].sort());
  expect(cache.bytes).toBe(700_100);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, hashes[0] ?? '')).mode & 0o777).toBe(0o600);
});

it('throws out what was not used for longest, and never what is held', async () => {
  const { database } = current();
  const [one, two, three] = await put(bytesOf(1000), bytesOf(1000), bytesOf(1000));
  const cache = await BlobCache.open(folder, 2000);
  await cache.hold(database, tenant, [one ?? '']);
  await cache.hold(database, tenant, [two ?? '']);
  cache.release([two ?? '']);
  await cache.hold(database, tenant, [three ?? '']);
  expect(readdirSync(folder).sort()).toEqual([one, three].sort());
  await cache.hold(database, tenant, [two ?? '']);
  expect(cache.bytes).toBe(3000);
});

it('refuses bytes that are not those of their name, in the database and on the disk', async () => {
  const { database } = current();
  const [good, bad] = await put(bytesOf(1000), bytesOf(1000));
  await database.query({ text: 'UPDATE blob_chunks SET bytes = $1 WHERE sha256 = $2' }, [
    bytesOf(1000),
    Buffer.from(bad ?? '', 'hex'),
  ]);
  const cache = await BlobCache.open(folder);
  await expect(cache.hold(database, tenant, [good ?? '', bad ?? ''])).rejects.toMatchObject({ code: 'blob_mismatch' });
  expect(existsSync(join(folder, bad ?? ''))).toBe(false);
  await cache.hold(database, tenant, [good ?? '']);
  writeFileSync(join(folder, good ?? ''), 'a disk that lies');
  await expect(cache.read(good ?? '')).rejects.toMatchObject({ code: 'blob_mismatch' });
  await cache.hold(database, tenant, [good ?? '']);
  expect(
    createHash('sha256')
      .update(await cache.read(good ?? ''))
      .digest('hex'),
  ).toBe(good);
});

it('knows no blob of another tenant', async () => {
  const { database } = current();
  const other = await ensureTenant(database, 'somebody else');
  const { sha256 } = await putBlob(database, other.id, bytesOf(10));
  const cache = await BlobCache.open(folder);
  await expect(cache.hold(database, tenant, [sha256])).rejects.toMatchObject({ code: 'blob_not_found' });
});

it('takes over what an earlier worker left, but for what that had not finished', async () => {
  const { database } = current();
  const [hash] = await put(bytesOf(10));
  const first = await BlobCache.open(folder);
  await first.hold(database, tenant, [hash ?? '']);
  writeFileSync(join(folder, '.half'), 'x');
  const second = await BlobCache.open(folder);
  expect(second.bytes).toBe(10);
  expect(readdirSync(folder)).toEqual([hash]);
});
