import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packArchive, packageRoot, readPackage, unpackArchive } from '@cupel/problems';
import { expect, test } from 'vitest';
import { EXAMPLES, languages, temporaryFolder } from './package.js';
import { type RawEntry, rawZip } from './zip.js';

const good: RawEntry = { name: 'echo/problem.yaml', data: Buffer.from('name: x\n') };
const file = (name: string | Buffer, more: Partial<RawEntry> = {}): RawEntry => ({ name, data: Buffer.from('x'), ...more });

/** Unpacks an archive in a folder of its own; what is left beside it afterwards is in `left`. */
async function unpack(bytes: Buffer, limits = {}) {
  const place = temporaryFolder();
  writeFileSync(join(place, 'a.zip'), bytes);
  const folder = join(place, 'in', 'package');
  const failure = await unpackArchive(join(place, 'a.zip'), folder, limits).then(
    () => undefined,
    (error: unknown) => error as { code: string; message: string },
  );
  const left = existsSync(join(place, 'in')) ? readdirSync(join(place, 'in')) : [];
  return { failure, left, folder, place };
}

const refused: readonly (readonly [what: string, entries: readonly RawEntry[], problem: RegExp])[] = [
  ['an absolute name', [file('/etc/x')], /absolute/],
  ['a name that climbs', [file('a/../../x')], /relative path|leads elsewhere/],
  ['a name with a drive', [file('C:/x')], /absolute/],
  ['a backslash', [file('a\\..\\x')], /backslash|invalid characters/],
  ['a NUL', [file('a\0b')], /control/],
  ['a name that turns the direction', [file('a\u202Etxt.exe')], /control/],
  ['a line end', [file('a\nb')], /control/],
  ['a name of 300 bytes', [file('a'.repeat(300))], /longer than 255/],
  ['a folder 12 deep', [file(`${'d/'.repeat(12)}x`)], /folders deep/],
  ['an empty part', [file('a//b')], /leads elsewhere/],
  ['a symbolic link', [file('link', { mode: 0o120777 }), file('link/x')], /link or a device/],
  ['a device', [file('dev', { mode: 0o020666 })], /link or a device/],
  ['a pipe', [file('pipe', { mode: 0o010666 })], /link or a device/],
  ['a name twice', [file('a'), file('a')], /twice/],
  ['names that differ in case', [file('a/B'), file('A/b')], /differ only in case/],
  ['a file that is a folder', [file('a'), file('a/b')], /a file and a folder/],
  ['an encrypted entry', [file('a', { flags: 1 })], /encrypted/],
  ['an unknown method', [file('a', { method: 12 })], /method 12/],
  ['entries that overlap', [file('a'), file('b', { sameAs: 0 })], /overlaps/],
  ['a size that is a lie, too small', [file('a', { data: Buffer.alloc(5000, 'abc'), claimedSize: 10 })], /size|bytes/],
  ['a size that is a lie, too large', [file('a', { claimedSize: 10_000 })], /size|bytes/],
];

test.each(refused)('refused, and nothing is left: %s', async (_what, entries, problem) => {
  const { failure, left } = await unpack(rawZip([good, ...entries]));
  expect(failure).toMatchObject({ code: 'archive_refused', message: expect.stringMatching(problem) });
  expect(left).toEqual([]);
});

test('what is no zip at all is refused', async () => {
  expect((await unpack(Buffer.from('hello'))).failure).toMatchObject({ code: 'archive_refused' });
});

test('more entries than allowed, whatever the header says', async () => {
  const entries = Array.from({ length: 2001 }, (_, index) => file(`f${index}`, { data: Buffer.alloc(0) }));
  expect((await unpack(rawZip(entries))).failure).toMatchObject({
    code: 'archive_too_large',
    message: expect.stringContaining('2001 entries'),
  });
  expect((await unpack(rawZip(entries), { entries: 3000 })).failure).toBeUndefined();
  const modest = await unpack(rawZip(entries, 3));
  expect(modest.failure).toBeUndefined();
  expect(readdirSync(modest.folder)).toHaveLength(3);
});

test('a bomb is stopped by its ratio long before it is unpacked', async () => {
  const bomb = rawZip([file('bomb', { data: Buffer.alloc(60 * 1024 * 1024) })]);
  expect(bomb.length).toBeLessThan(100_000);
  const { failure, left } = await unpack(bomb);
  expect(failure).toMatchObject({ code: 'archive_too_large', message: expect.stringContaining('100 times') });
  expect(left).toEqual([]);
});

test('more bytes than allowed', async () => {
  const { failure } = await unpack(rawZip([file('a', { data: Buffer.alloc(2000), method: 0 })]), { bytes: 1000 });
  expect(failure).toMatchObject({ code: 'archive_too_large', message: expect.stringContaining('more than 1000 bytes') });
});

test('a zip within a zip is a file', async () => {
  const inner = rawZip([file('x')]);
  const { failure, folder } = await unpack(rawZip([file('inner.zip', { data: inner })]));
  expect(failure).toBeUndefined();
  expect(readFileSync(join(folder, 'inner.zip'))).toEqual(inner);
});

test('nothing is unpacked over what is there', async () => {
  const { folder, place } = await unpack(rawZip([good]));
  await expect(unpackArchive(join(place, 'a.zip'), folder)).rejects.toMatchObject({ code: 'folder_not_empty' });
});

test('an example goes into a zip and comes back the same; the same package gives the same bytes', async () => {
  const original = await readPackage(join(EXAMPLES, 'aplusb'), { languages });
  if (original.kind !== 'package') throw new Error('unreadable');
  const place = temporaryFolder();
  for (const name of ['one.zip', 'two.zip']) await packArchive(original.package.tree, 'aplusb', join(place, name));
  expect(readFileSync(join(place, 'one.zip')).equals(readFileSync(join(place, 'two.zip')))).toBe(true);
  await unpackArchive(join(place, 'one.zip'), join(place, 'out'));
  const root = await packageRoot(join(place, 'out'));
  expect(root).toBe(join(place, 'out/aplusb'));
  const copy = await readPackage(root, { languages });
  if (copy.kind !== 'package') throw new Error('unreadable');
  expect(copy.package.problem).toEqual(original.package.problem);
});
