import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { arch } from 'node:os';
import { join } from 'node:path';
import { CupelError, type Language } from '@cupel/domain';
import { runTool, type ToolEnd } from './run-tool.js';
import { getImage, IMAGES_FOLDER, type Image, type ImageManifest, nameImage, rootOf } from './store.js';

export interface BuildOptions {
  readonly language: Language;
  readonly name: string;
  /** Besides those of the language. */
  readonly packages: readonly string[];
  /** A Debian release: `bookworm`. */
  readonly suite: string;
  readonly folder?: string;
  readonly onProgress?: (line: string) => void;
  /** Of whoever asks: apt finds proxies there. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const NAME = /^[a-z][a-z0-9-]{0,30}$/;
const PACKAGE = /^[a-z0-9][a-z0-9+.-]+$/;
const SUITE = /^[a-z][a-z0-9-]*$/;
/** What a box never sees, or has of its own. */
const LEFT_OUT = [
  'var/cache/apt',
  'var/lib/apt/lists',
  'var/log',
  'tmp',
  'boot',
  'usr/share/doc',
  'usr/share/man',
  'usr/share/info',
];

/**
 * Makes a read-only root file system of Debian packages for a language, and names it. What it is made of decides its digest:
 * built twice of the same, it is there once. Nothing is left of a build that fails.
 * Throws `image_…`.
 */
export async function buildImage({ folder = IMAGES_FOLDER, ...options }: BuildOptions): Promise<Image> {
  checkNames(options);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const work = await mkdtemp(join(folder, '.making-'));
  try {
    const root = join(work, 'rootfs');
    await unpack(root, options, folder);
    const manifest = await describe(root, options);
    await writeFile(join(work, 'image.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o644 });
    const place = join(rootOf(manifest.digest, folder), '..');
    if (!existsSync(place)) {
      await runTool('chmod', ['0755', work]);
      await rename(work, place);
    }
    nameImage(options.name, manifest.digest, folder);
    return getImage(options.name, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function checkNames({ name, packages, suite }: BuildOptions): void {
  if (!NAME.test(name) || name === 'judge') throw new CupelError('image_name_bad', { name }, { field: 'name' });
  const bad = [...packages.filter((one) => !PACKAGE.test(one)), ...(SUITE.test(suite) ? [] : [suite])];
  if (bad.length > 0) throw new CupelError('image_packages_unknown', { suite, packages: bad.join(', ') }, { field: 'packages' });
}

async function unpack(
  root: string,
  { language, packages, suite, onProgress, environment = {} }: BuildOptions,
  folder: string,
): Promise<void> {
  const wanted = [...new Set([...language.packages, ...packages])];
  const end = await runTool(
    'mmdebstrap',
    [
      '--mode=root',
      '--variant=minbase',
      '--format=directory',
      '--dpkgopt=force-unsafe-io',
      `--include=${wanted.join(',')}`,
      suite,
      root,
    ],
    { environment, ...(onProgress && { onLine: onProgress }) },
  ).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new CupelError('image_tool_missing', {}) : error;
  });
  if (end.code !== 0) throw whyNot(end, wanted, suite, folder);
  await Promise.all(LEFT_OUT.map((path) => rm(join(root, path), { recursive: true, force: true })));
  await mkdir(join(root, 'tmp'), { mode: 0o755 });
}

/** Why mmdebstrap gave up, from what apt and dpkg said. */
function whyNot({ output }: ToolEnd, wanted: readonly string[], suite: string, folder: string): CupelError {
  if (/No space left on device|not enough free space/i.test(output)) return new CupelError('image_disk_full', { folder });
  const unknown = wanted.filter((name) =>
    new RegExp(`Unable to locate package ${escaped(name)}\\b|Couldn't find any package by [^\\n]*'${escaped(name)}'`).test(
      output,
    ),
  );
  if (unknown.length > 0 || /narrow\(|has no installation candidate|unmet dependencies/.test(output)) {
    const packages = (unknown.length > 0 ? unknown : wanted).join(', ');
    return new CupelError('image_packages_unknown', { suite, packages }, { field: 'packages' });
  }
  const problem =
    output
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('E:'))
      .at(-1) ?? 'it did not say why';
  return new CupelError('image_build_failed', { problem });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

async function describe(root: string, { language, suite }: BuildOptions): Promise<ImageManifest> {
  const listed = await runTool('dpkg-query', [`--admindir=${root}/var/lib/dpkg`, '-W', '-f', FORMAT]);
  const packages = listed.output
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([name = '', version = '']) => ({ name, version }));
  const missing = [...language.tools.map(({ path }) => path), ...language.paths].filter((path) => !existsSync(join(root, path)));
  if (missing.length > 0) throw new CupelError('image_incomplete', { language: language.name, missing: missing.join(', ') });
  const digest = createHash('sha256')
    .update(JSON.stringify([suite, arch(), packages]))
    .digest('hex');
  return {
    digest,
    language: language.id,
    suite,
    packages,
    outputs: await versionOutputs(root, language),
    madeAt: new Date().toISOString(),
  };
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own format
const FORMAT = '${Package}\\t${Version}\\n';

/** Asked once, here: nothing of an image ever runs outside of a box again. */
async function versionOutputs(root: string, { tools }: Language): Promise<Readonly<Record<string, string>>> {
  const asked = tools.flatMap(({ path, version }) => ('argv' in version ? [[path, ...version.argv]] : []));
  const answers = await Promise.all(
    asked.map(async (argv) => [argv.join(' '), (await runTool('chroot', [root, ...argv])).output] as const),
  );
  return Object.fromEntries(answers);
}
