import { existsSync } from 'node:fs';
import { CupelError, type Language, type Library, type Toolchain, withVersion } from '@cupel/domain';
import { toolVersion } from './version.js';

export interface FoundToolchain {
  readonly language: Language;
  /** `broken`: everything is there, but a version cannot be told. */
  readonly status: 'present' | 'missing' | 'broken';
  /** By tool; empty unless present. */
  readonly versions: Readonly<Record<string, string>>;
  /** Paths that should exist and do not. */
  readonly missing: readonly string[];
  /** Why it is broken. */
  readonly problem?: string;
  /** The command that installs it. */
  readonly install: string;
  readonly libraries: readonly FoundLibrary[];
}

export interface FoundLibrary {
  readonly library: Library;
  readonly status: 'present' | 'missing';
  readonly install: string;
}

/**
 * What this host has of each language, in the system's own paths: never what somebody's PATH happens to name, for that may
 * lie in a home folder that no box can see.
 */
export function findToolchains(languages: readonly Language[]): Promise<readonly FoundToolchain[]> {
  return Promise.all(languages.map(findToolchain));
}

export async function findToolchain(wished: Language): Promise<FoundToolchain> {
  const root = wished.image?.root ?? '';
  const language = withoutAbsent(wished, root);
  const missing = requiredPaths(language).filter((path) => !existsSync(`${root}${path}`));
  const found = { language, missing, install: installCommand(language.packages), libraries: language.libraries.map(findLibrary) };
  if (missing.length > 0) return { ...found, status: 'missing', versions: {} };
  try {
    return { ...found, status: 'present', versions: await toolVersions(language) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { ...found, status: 'broken', versions: {}, problem };
  }
}

/**
 * The toolchain of a language, set to a version. Throws `toolchain_missing` or `toolchain_broken` with the command that
 * cures it, or `version_unknown` with the versions that exist.
 */
export async function requireToolchain(language: Language, version?: string): Promise<Toolchain> {
  const { status, versions, problem = '', language: found } = await findToolchain(language);
  const params = { language: language.name, packages: language.packages.join(' '), problem };
  if (status === 'missing') throw new CupelError('toolchain_missing', params, { field: 'language' });
  if (status === 'broken') throw new CupelError('toolchain_broken', params, { field: 'language' });
  return withVersion({ language: found, versions }, version);
}

function withoutAbsent(language: Language, root: string): Language {
  const absent = new Set(language.optional.filter(({ path }) => !existsSync(`${root}${path}`)).map(({ argument }) => argument));
  const { compile } = language;
  if (absent.size === 0 || compile === undefined) return language;
  return { ...language, compile: { ...compile, argv: compile.argv.filter((part) => !absent.has(part)) } };
}

function requiredPaths({ tools, paths }: Language): readonly string[] {
  return [...tools.flatMap(({ path, version }) => ('file' in version ? [path, version.file] : [path])), ...paths];
}

async function toolVersions({ tools, image }: Language): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(await Promise.all(tools.map(async (tool) => [tool.name, await toolVersion(tool, image)] as const)));
}

function findLibrary(library: Library): FoundLibrary {
  const status = existsSync(library.path) ? 'present' : 'missing';
  return { library, status, install: installCommand([library.package]) };
}

function installCommand(packages: readonly string[]): string {
  return `apt-get install ${packages.join(' ')}`;
}
