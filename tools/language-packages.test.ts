import { fileURLToPath } from 'node:url';
import { loadLanguages } from '@cupel/sandbox';
import { expect, test } from 'vitest';
import { languagePackages } from './language-packages.mjs';

const languages = loadLanguages(fileURLToPath(new URL('../languages', import.meta.url)));
const sorted = (names: readonly string[]) => [...new Set(names)].sort();

test('the set-up, which cannot read YAML yet, finds the packages that the real reader finds', () => {
  expect(languagePackages()).toEqual({
    required: sorted(languages.filter(({ onRequest }) => !onRequest).flatMap(({ packages }) => packages)),
    optional: sorted(languages.flatMap(({ libraries }) => libraries.map((library) => library.package))),
    onRequest: sorted(languages.filter(({ onRequest }) => onRequest).flatMap(({ packages }) => packages)),
  });
});
