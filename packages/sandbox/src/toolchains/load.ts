import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CupelError, type Language, parseLanguage, type SupportFile } from '@cupel/domain';
import { parse } from 'yaml';

/**
 * Every language of a folder of languages/, in the order of their ids. Throws `internal_error` naming file and field where
 * one is not what it should be, or where two claim one name.
 */
export function loadLanguages(folder: string): readonly Language[] {
  const ids = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const languages = ids.map(({ name }) => loadLanguage(folder, name)).sort((a, b) => (a.id < b.id ? -1 : 1));
  refuseSharedNames(languages);
  return languages;
}

function loadLanguage(folder: string, id: string): Language {
  const path = join(folder, id, 'language.yaml');
  const language = parseLanguage(readYaml(path), path, readSupport(join(folder, id, 'support')));
  if (language.id !== id) throw fault(`${path}: the id is "${language.id}", but the folder is named "${id}"`);
  return language;
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'), { strict: true, uniqueKeys: true });
  } catch (error) {
    throw fault(`${path}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function readSupport(folder: string): readonly SupportFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

/** An alias that two languages claim would choose one of them by the order of folders. */
function refuseSharedNames(languages: readonly Language[]): void {
  const owners = new Map<string, string>();
  for (const { id, aliases, variants } of languages) {
    for (const name of [id, ...aliases, ...variants.flatMap((variant) => variant.aliases)]) {
      const owner = owners.get(name);
      if (owner !== undefined) throw fault(`the name "${name}" is claimed by ${owner} and by ${id}`);
      owners.set(name, id);
    }
  }
}

function fault(detail: string, cause?: unknown): CupelError {
  return new CupelError('internal_error', { detail }, { cause });
}
