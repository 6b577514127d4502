import { fileURLToPath } from 'node:url';
import type { Language } from '@cupel/domain';
import { loadLanguages } from '@cupel/sandbox';

/** The languages of this clone, read anew: a language that was just added is there. */
export function languages(): readonly Language[] {
  return loadLanguages(fileURLToPath(new URL('../../../languages', import.meta.url)));
}
