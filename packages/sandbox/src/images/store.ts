import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CupelError } from '@cupel/domain';

/** Owned by root: whoever could write here would choose what boxes are made of. */
export const IMAGES_FOLDER = '/var/lib/cupel/images';

/** What an image is made of, beside its files. Two that are made of the same packages are one. */
export interface ImageManifest {
  /** SHA-256 over suite, architecture and every package with its version. */
  readonly digest: string;
  readonly language: string;
  readonly suite: string;
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  /** What each tool of the language said of its version, by its command line. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly madeAt: string;
}

export interface Image extends ImageManifest {
  readonly name: string;
  /** The root of its file system. */
  readonly root: string;
}

/** What the launcher reads: a line `image NAME FOLDER` for each. */
function imagesFile(folder = IMAGES_FOLDER): string {
  return join(folder, 'images.conf');
}

/** `images.conf` where there is one: what a launcher is started with. */
export function findImagesFile(folder = IMAGES_FOLDER): string | undefined {
  return existsSync(imagesFile(folder)) ? imagesFile(folder) : undefined;
}

/** Every image by its name, in the order of names. One whose files are gone is left out. */
export function listImages(folder = IMAGES_FOLDER): readonly Image[] {
  return [...readNames(folder)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, root]) => {
      const path = join(root, '..', 'image.json');
      return existsSync(path) ? [{ ...(JSON.parse(readFileSync(path, 'utf8')) as ImageManifest), name, root }] : [];
    });
}

/** Throws `image_unknown`. */
export function getImage(name: string, folder = IMAGES_FOLDER): Image {
  const image = listImages(folder).find((one) => one.name === name);
  if (image === undefined) throw new CupelError('image_unknown', { name });
  return image;
}

/** Gives the files of `digest` a name; one that had it before loses it. */
export function nameImage(name: string, digest: string, folder = IMAGES_FOLDER): void {
  const names = readNames(folder);
  const before = names.get(name);
  names.set(name, rootOf(digest, folder));
  writeNames(names, folder);
  removeUnnamed(before, names);
}

/** Throws `image_unknown`. Its files go with the last name; boxes that run keep what they see until they end. */
export function removeImage(name: string, folder = IMAGES_FOLDER): void {
  const { root } = getImage(name, folder);
  const names = readNames(folder);
  names.delete(name);
  writeNames(names, folder);
  removeUnnamed(root, names);
}

export function rootOf(digest: string, folder: string): string {
  return join(folder, digest, 'rootfs');
}

function removeUnnamed(root: string | undefined, names: ReadonlyMap<string, string>): void {
  if (root !== undefined && ![...names.values()].includes(root)) rmSync(join(root, '..'), { recursive: true, force: true });
}

function readNames(folder: string): Map<string, string> {
  const path = imagesFile(folder);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return new Map(
    lines.flatMap((line) => {
      const [word, name, root] = line.split(' ');
      return word === 'image' && name !== undefined && root !== undefined ? [[name, root] as const] : [];
    }),
  );
}

/** Replaced as a whole, so that a launcher which starts at this moment reads the old one or the new. */
function writeNames(names: ReadonlyMap<string, string>, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const text = [...names].map(([name, root]) => `image ${name} ${root}\n`).join('');
  const next = `${imagesFile(folder)}.new`;
  writeFileSync(next, `# Made by cupel image.\n${text}`, { mode: 0o644 });
  renameSync(next, imagesFile(folder));
}
