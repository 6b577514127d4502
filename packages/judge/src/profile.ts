import type { Language } from '@cupel/domain';

/** What the box is made of: the host's own system, or the image that the language names. */
export function profileOf({ image }: Language): string {
  return image?.name ?? 'judge';
}
