import { fileURLToPath } from 'node:url';
import type { Language } from '@cupel/domain';
import { loadLanguages, withImages } from '@cupel/sandbox';

/** The languages of this clone and the images of this host, read anew: what was just added is there. */
export function languages(): readonly Language[] {
  return withImages(ownLanguages());
}

/** Those that images are made for. */
export function ownLanguages(): readonly Language[] {
  return loadLanguages(fileURLToPath(new URL('../../../languages', import.meta.url)));
}
