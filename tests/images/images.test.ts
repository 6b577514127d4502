import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from '@cupel/judge';
import {
  buildImage,
  findImagesFile,
  getImage,
  type Image,
  listImages,
  loadLanguages,
  removeImage,
  requireToolchain,
  startLauncher,
  withImages,
} from '@cupel/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** A real image of Debian's packages, in a folder of its own; its making takes most of the time. */
const languages = loadLanguages(new URL('../../languages/', import.meta.url).pathname);
const bash = languages.find(({ id }) => id === 'bash');
if (bash === undefined) throw new Error('there is no Bash');
// Not below /tmp, which the launcher may cover.
const folder = mkdtempSync('/var/lib/cupel-images-');
let image: Image;

beforeAll(async () => {
  image = await buildImage({
    language: bash,
    name: 'bash-small',
    packages: [],
    suite: 'bookworm',
    folder,
    environment: process.env,
  });
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(source: string) {
  const sandbox = await startLauncher({ images: findImagesFile(folder) ?? '' });
  try {
    const language = withImages(languages, folder).find(({ id }) => id === 'bash-small');
    if (language === undefined) throw new Error('the image is no language');
    const result = await execute(sandbox, await requireToolchain(language), {
      mode: 'strict',
      files: [{ bytes: Buffer.from(source) }],
    });
    return {
      verdict: result.judgement.verdict,
      stdout: Buffer.from(result.stdout).toString(),
      versions: result.evidence?.versions,
    };
  } finally {
    await sandbox.close();
  }
}

it('tells what it is made of, by package and version', () => {
  expect(image).toMatchObject({ name: 'bash-small', language: 'bash', suite: 'bookworm' });
  expect(image.packages.find(({ name }) => name === 'bash')?.version).toMatch(/^\d/);
  expect(image.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(readdirSync(folder).sort()).toEqual([image.digest, 'images.conf'].sort());
});

it('is all of the system that a program on it sees, read-only', async () => {
  // The host of these tests has a compiler, and the image has none.
  expect(existsSync('/usr/bin/gcc')).toBe(true);
  writeFileSync(join(image.root, 'usr', 'share', 'mark'), 'of the image');
  const { verdict, stdout, versions } = await run(
    'ls /usr/bin/gcc 2>/dev/null; cat /usr/share/mark; echo; (: > /usr/share/new) 2>/dev/null && echo written; test -e /bin/sh && echo linked',
  );
  expect({ verdict, stdout }).toEqual({ verdict: 'AC', stdout: 'of the image\nlinked\n' });
  expect(versions).toHaveProperty('bash');
  expect(existsSync(join(image.root, 'usr', 'share', 'new'))).toBe(false);
});

it('is left out of what a file name alone means', () => {
  const all = withImages(languages, folder);
  expect(all.map(({ id }) => id)).toContain('bash-small');
  expect(all.find(({ id }) => id === 'bash')?.image).toBeUndefined();
});

it('refuses names that would be lines or paths, and packages that are none, before anything is made', async () => {
  const build = (more: object) =>
    buildImage({ language: bash, name: 'x', packages: [], suite: 'bookworm', folder, environment: process.env, ...more });
  await expect(build({ name: 'a b' })).rejects.toMatchObject({ code: 'image_name_bad' });
  await expect(build({ name: '../x' })).rejects.toMatchObject({ code: 'image_name_bad' });
  await expect(build({ packages: ['-o', 'x y'] })).rejects.toMatchObject({ code: 'image_packages_unknown' });
  await expect(build({ suite: '--mode' })).rejects.toMatchObject({ code: 'image_packages_unknown' });
  expect(readdirSync(folder)).toHaveLength(2);
});

it('a package that does not exist leaves nothing behind', { timeout: 300_000 }, async () => {
  const making = buildImage({
    language: bash,
    name: 'none',
    packages: ['no-such-package-at-all'],
    suite: 'bookworm',
    folder,
    environment: process.env,
  });
  await expect(making).rejects.toMatchObject({ code: 'image_packages_unknown' });
  expect(readdirSync(folder)).toHaveLength(2);
});

it('a launcher does not take a file of images that somebody else could write', async () => {
  const loose = join(folder, 'loose.conf');
  writeFileSync(loose, `image x ${image.root}\n`);
  chmodSync(loose, 0o666);
  await expect(startLauncher({ images: loose })).rejects.toThrow(/writable/);
  rmSync(loose);
});

it('is gone when it is removed', () => {
  expect(() => getImage('bash-small', folder)).not.toThrow();
  removeImage('bash-small', folder);
  expect(listImages(folder)).toEqual([]);
  expect(readdirSync(folder)).toEqual(['images.conf']);
  expect(() => removeImage('bash-small', folder)).toThrow(expect.objectContaining({ code: 'image_unknown' }));
});
