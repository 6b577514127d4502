import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { CupelError, printable, suggestion } from '@cupel/domain';
import {
  createPackage,
  FOREIGN_FORMATS,
  type ForeignFormat,
  formatOf,
  type Issue,
  importProblem,
  issueText,
  packArchive,
  packageRoot,
  TEMPLATES,
  unpackArchive,
} from '@cupel/problems';
import { badOption, limitsOf, openPackage, type PackageOptions, requireProblem } from '../problem/open.js';

/** `cupel problem new`. */
export async function problemNewCommand(folder: string, { type }: { readonly type: string }): Promise<void> {
  const files = await createPackage(folder, oneOf(type, TEMPLATES, '--type'));
  process.stdout.write(`${folder}: ${files.length} files. Change them, and type: cupel problem verify ${folder}\n`);
}

/** `cupel problem pack`, `cupel problem export`: a package with errors is not packed. */
export async function problemPackCommand(folder: string, zip: string | undefined, options: PackageOptions): Promise<void> {
  await using opened = await openPackage(folder, options);
  const { package: found } = requireProblem(folder, opened.result);
  const target = zip ?? `${found.name}.zip`;
  await packArchive(found.tree, found.name, target).catch((cause: NodeJS.ErrnoException) => {
    throw new CupelError('file_unwritable', { name: target, problem: cause.code ?? cause.message }, { field: 'zip', cause });
  });
  process.stdout.write(`${target}: ${found.tree.files.length} files\n`);
}

export interface ImportOptions extends PackageOptions {
  readonly from?: string;
  readonly json?: boolean;
}

/** `cupel problem import`: what could not be carried over is listed. */
export async function problemImportCommand(source: string, folder: string, options: ImportOptions): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), 'cupel-import-'));
  try {
    const unpacked = await unpackedSource(source, join(place, basename(source).replace(/\.[^.]*$/, '') || 'archive'), options);
    const given =
      options.from === undefined ? undefined : oneOf(options.from, ['package', ...FOREIGN_FORMATS] as const, '--from');
    const format = given ?? (await formatOf(unpacked));
    tell(
      folder,
      format === 'package' ? await copyPackage(source, unpacked, folder) : await convert(unpacked, folder, format),
      options,
    );
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

interface Told {
  readonly format: string;
  readonly issues: readonly Issue[];
}

async function unpackedSource(source: string, target: string, options: PackageOptions): Promise<string> {
  const found = await stat(source).catch((cause: NodeJS.ErrnoException) => {
    throw new CupelError('file_unreadable', { name: source, problem: cause.code ?? cause.message }, { field: 'source', cause });
  });
  if (found.isDirectory()) return source;
  await unpackArchive(source, target, limitsOf(options));
  return packageRoot(target);
}

/** A package out of a zip needs no converter, only a place. */
async function copyPackage(source: string, unpacked: string, folder: string): Promise<Told> {
  if (resolve(source) === resolve(unpacked))
    throw new CupelError('conversion_failed', { name: source, problem: 'it is a package already' });
  if (await stat(folder).catch(() => undefined)) throw new CupelError('folder_not_empty', { name: folder });
  await using opened = await openPackage(unpacked);
  const { result } = opened;
  await move(unpacked, folder);
  return { format: 'package', issues: result.kind === 'package' ? result.package.issues : result.issues };
}

/** The temporary folder may lie on another file system, to which nothing can be renamed. */
async function move(from: string, to: string): Promise<void> {
  const { cp } = await import('node:fs/promises');
  await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV') throw error;
    await cp(from, to, { recursive: true, errorOnExist: true, force: false });
  });
}

async function convert(unpacked: string, folder: string, format: ForeignFormat): Promise<Told> {
  const { issues } = await importProblem(unpacked, folder, format);
  return { format, issues };
}

/** What is made stands, whatever is said of it; exit code 2 where something in it is to be mended first. */
function tell(folder: string, { format, issues }: Told, { json }: ImportOptions): void {
  if (issues.some(({ level }) => level === 'error')) process.exitCode = 2;
  if (json) process.stdout.write(`${JSON.stringify({ folder, format, issues }, null, 2)}\n`);
  else {
    for (const issue of issues) process.stdout.write(`${issueText(issue)}\n`);
    process.stdout.write(`${folder}: made from ${format}. Now type: cupel problem verify ${folder}\n`);
  }
}

function oneOf<T extends string>(given: string, allowed: readonly T[], option: string): T {
  const found = allowed.find((one) => one === given);
  if (found !== undefined) return found;
  const problem = `is one of ${allowed.join(', ')}, and not "${printable(given, 40)}"${suggestion(given, allowed)}`;
  throw badOption(option, problem);
}
