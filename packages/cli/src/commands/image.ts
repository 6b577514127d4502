import { findLanguage } from '@cupel/domain';
import { buildImage, getImage, type Image, listImages, removeImage } from '@cupel/sandbox';
import { ownEnvironment } from '../config.js';
import { ownLanguages } from '../languages.js';
import { paintFor } from '../paint.js';

export interface BuildCommandOptions {
  readonly packages?: string;
  readonly suite: string;
  readonly name?: string;
}

/** `cupel image build`: says what it does, for it takes a minute. */
export async function buildCommand(name: string, { packages = '', suite, name: given }: BuildCommandOptions): Promise<void> {
  const { language } = findLanguage(ownLanguages(), name);
  const wanted = packages.split(',').flatMap((one) => (one.trim() === '' ? [] : [debianName(language.id, one.trim())]));
  const image = given ?? `${language.id}-${suite}`;
  process.stderr.write(`Making ${image} of Debian's packages: ${[...language.packages, ...wanted].join(' ')} …\n`);
  const made = await buildImage({ language, name: image, packages: wanted, suite, environment: ownEnvironment() });
  process.stdout.write(lineOf(made));
  process.stderr.write(
    `Use it as a language: cupel run --language ${made.name} FILE. A service that runs sees it when it starts again.\n`,
  );
}

/** `numpy` is Debian's python3-numpy; what is a Debian name already stays. */
function debianName(language: string, name: string): string {
  return language === 'python' && !/^(python3|lib)/.test(name) ? `python3-${name.toLowerCase()}` : name;
}

export function listCommand({ json = false }: { readonly json?: boolean }): void {
  const images = listImages();
  if (json) process.stdout.write(`${JSON.stringify(images, null, 2)}\n`);
  else for (const image of images) process.stdout.write(lineOf(image));
}

export function showCommand(name: string): void {
  const image = getImage(name);
  process.stdout.write(lineOf(image));
  for (const { name: one, version } of image.packages) process.stdout.write(`  ${one} ${version}\n`);
}

export function removeCommand(name: string): void {
  removeImage(name);
  process.stdout.write(`${name} is removed.\n`);
}

function lineOf({ name, language, suite, packages, digest }: Image): string {
  const paint = paintFor(process.stdout);
  return `${name.padEnd(20)} ${language}, Debian ${suite}, ${packages.length} packages ${paint('dim', digest.slice(0, 12))}\n`;
}
