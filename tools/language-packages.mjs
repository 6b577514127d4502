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

/** @returns {{ required: string[], optional: string[] }} */
export function languagePackages() {
  const texts = readdirSync(languages)
    .map((id) => join(languages, id, 'language.yaml'))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8'));
  return {
    required: distinct(texts.flatMap((text) => matches(text, /^packages: \[(.*)\]$/gm).flatMap((list) => list.split(/,\s*/)))),
    optional: distinct(texts.flatMap((text) => matches(text, /^ {4}package: (\S+)$/gm))),
  };
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
  const { required, optional } = languagePackages();
  console.log([...required, ...(process.argv.includes('--optional') ? optional : [])].join('\n'));
}
