import { CupelError } from '../errors/cupel-error.js';
import { suggestion } from '../nearest.js';
import type { Language, Toolchain, Variant } from './language.js';

export interface FoundLanguage {
  readonly language: Language;
  /** Where the alias names one: `cpp20`. */
  readonly version?: string;
}

/** The language of an id or alias, in any case. Throws `unknown_language` with the nearest name. */
export function findLanguage(languages: readonly Language[], name: string): FoundLanguage {
  const wanted = name.trim().toLowerCase();
  for (const language of languages) {
    if (language.id === wanted || language.aliases.includes(wanted)) return { language };
    const variant = language.variants.find((one) => one.aliases.includes(wanted));
    if (variant !== undefined) return { language, version: variant.version };
  }
  const names = languages.flatMap(({ id, aliases, variants }) => [id, ...aliases, ...variants.flatMap((one) => one.aliases)]);
  const params = { language: name, suggestion: suggestion(name, names), available: languages.map(({ id }) => id).join(', ') };
  throw new CupelError('unknown_language', params, { field: 'language' });
}

/** The language of a file by its ending, or undefined. */
export function languageOfFile(languages: readonly Language[], name: string): Language | undefined {
  const ending = /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase();
  return ending === undefined
    ? undefined
    : languages.find(({ sources, image }) => image === undefined && sources.includes(ending));
}

/** What can be asked for as `version`, the default first. */
export function availableVersions({ language, versions }: Pick<Toolchain, 'language' | 'versions'>): readonly string[] {
  if (language.variants.length > 0) return language.variants.map(({ version }) => version);
  return Object.values(versions).slice(0, 1);
}

/**
 * The toolchain set to the version asked for: a variant (`17`), or the installed version or a beginning of it (`3`,
 * `3.11`). The default unless one is asked for. Throws `version_unknown` with those that exist.
 */
export function withVersion(toolchain: Toolchain, version: string | undefined): Toolchain {
  const { language, versions } = toolchain;
  if (language.variants.length > 0) {
    const variant = version === undefined ? language.variants[0] : findVariant(language, version);
    if (variant !== undefined) return { language, versions, variant };
  } else if (version === undefined || matches(availableVersions(toolchain)[0] ?? '', version)) {
    return toolchain;
  }
  const params = { language: language.name, version: version ?? '', available: availableVersions(toolchain).join(', ') };
  throw new CupelError('version_unknown', params, { field: 'version' });
}

function findVariant(language: Language, version: string): Variant | undefined {
  const wanted = version.trim().toLowerCase();
  return language.variants.find(
    (one) => one.version === wanted || one.name.toLowerCase() === wanted || one.aliases.includes(wanted),
  );
}

/** Whether `asked` is the version or its first numbers: `3.11` of `3.11.2`, but not `3.1`. */
function matches(version: string, asked: string): boolean {
  return `${version}.`.startsWith(`${asked.trim()}.`);
}
