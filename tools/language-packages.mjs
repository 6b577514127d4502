#!/usr/bin/env node
/**
 * The Debian packages of all languages, for the set-up, which runs before anything is installed and so has no reader of
 * YAML: the lines `packages: [a, b]` (needed) and `package: a` (of an optional library) are enough. A test compares the
 * outcome with what the real reader finds.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const languages = join(dirname(fileURLToPath(import.meta.url)), '..', 'languages');

/** @returns {{ required: string[], optional: string[], onRequest: string[] }} */
export function languagePackages() {
  const texts = readdirSync(languages)
    .map((id) => join(languages, id, 'language.yaml'))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8'));
  const [onRequest, always] = [true, false].map((wanted) => texts.filter((text) => /^on_request: true$/m.test(text) === wanted));
  return {
    required: packagesOf(always ?? []),
    optional: distinct(texts.flatMap((text) => matches(text, /^ {4}package: (\S+)$/gm))),
    onRequest: packagesOf(onRequest ?? []),
  };
}

/** @param {readonly string[]} texts */
function packagesOf(texts) {
  return distinct(texts.flatMap((text) => matches(text, /^packages: \[(.*)\]$/gm).flatMap((list) => list.split(/,\s*/))));
}

/** @param {string} text @param {RegExp} pattern @returns {string[]} */
function matches(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** @param {readonly string[]} names */
function distinct(names) {
  return [...new Set(names)].sort();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { required, optional, onRequest } = languagePackages();
  const [libraries, all] = ['--optional', '--all'].map((flag) => process.argv.includes(flag));
  console.log([...required, ...(libraries || all ? optional : []), ...(all ? onRequest : [])].join('\n'));
}
