import type { Language } from '@cupel/domain';
import { IMAGES_FOLDER, type Image, listImages } from './store.js';

/**
 * Each image as a language of its own, named as the image is: what `python` runs on stays the host's system, and `python-data`
 * stands beside it. An image whose language is not known, or whose name a language has, is left out.
 */
export function withImages(languages: readonly Language[], folder = IMAGES_FOLDER): readonly Language[] {
  const taken = new Set(
    languages.flatMap(({ id, aliases, variants }) => [id, ...aliases, ...variants.flatMap((one) => one.aliases)]),
  );
  const more = listImages(folder).flatMap((image) => {
    const base = languages.find(({ id }) => id === image.language);
    return base === undefined || taken.has(image.name) ? [] : [languageOf(base, image)];
  });
  return [...languages, ...more].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function languageOf(base: Language, { name, root, outputs }: Image): Language {
  // A waiting interpreter is the host's.
  const { warm: _, ...run } = base.run;
  return {
    ...base,
    id: name,
    name: `${base.name} (${name})`,
    aliases: [],
    variants: base.variants.map((variant) => ({ ...variant, aliases: [] })),
    libraries: [],
    onRequest: true,
    run,
    image: { name, root, outputs },
  };
}
