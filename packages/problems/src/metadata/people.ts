import type { YamlMap } from '../yaml/map.js';

const ROLES = ['authors', 'contributors', 'testers', 'packagers', 'acknowledgements'] as const;

/** `credits` of 2025-09: a string for one author, or people by role. */
export function readCredits(map: YamlMap): Readonly<Record<string, readonly string[]>> {
  if (!map.has('credits')) return {};
  if (!map.isMap('credits')) return { authors: map.strings('credits') ?? [] };
  const credits = map.map('credits');
  if (credits === undefined) return {};
  credits.refuseOthers([...ROLES, 'translators']);
  const roles = ROLES.filter((role) => credits.has(role)).map((role) => [role, readPeople(credits, role)] as const);
  const translators = credits.map('translators');
  const translations = translators?.keys.map((code) => [`translators.${code}`, readPeople(translators, code)] as const) ?? [];
  return Object.fromEntries([...roles, ...translations]);
}

/** One person or several; each a string or a map with a name. */
export function readPeople(map: YamlMap, key: string): readonly string[] {
  if (map.isMap(key)) return person(map.map(key));
  const maps = map.isList(key) ? listOfPeople(map, key) : undefined;
  return maps ?? map.strings(key) ?? [];
}

function listOfPeople(map: YamlMap, key: string): readonly string[] {
  return map.items(key).flatMap((item) => (typeof item === 'string' ? [item] : person(item)));
}

function person(map: YamlMap | undefined): readonly string[] {
  if (map === undefined) return [];
  map.refuseOthers(['name', 'email', 'orcid', 'kattis']);
  const name = map.string('name');
  if (name === undefined) map.error(undefined, 'a person needs a name');
  return name === undefined ? [] : [name];
}

export function readSources(map: YamlMap): readonly { readonly name: string; readonly url?: string }[] {
  if (map.isMap('source')) return source(map.map('source'));
  if (!map.isList('source')) return (map.strings('source') ?? []).map((name) => ({ name }));
  return map.items('source').flatMap((item) => (typeof item === 'string' ? [{ name: item }] : source(item)));
}

function source(map: YamlMap | undefined): readonly { readonly name: string; readonly url?: string }[] {
  map?.refuseOthers(['name', 'url']);
  const name = map?.string('name');
  const url = map?.string('url');
  if (name === undefined) map?.error(undefined, 'a source needs a name');
  return name === undefined ? [] : [{ name, ...(url === undefined ? {} : { url }) }];
}
