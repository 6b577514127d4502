import type { YamlMap } from '../yaml/map.js';
import { LICENCES, type Metadata } from './metadata.js';

/** `license` and `rights_owner`; the owner is the authors or the source where none is named. */
export function readLicence(
  map: YamlMap,
  authors: readonly string[],
  sources: readonly string[],
): Pick<Metadata, 'license' | 'rightsOwner'> {
  const license = map.choice('license', LICENCES) ?? 'unknown';
  const named = map.string('rights_owner');
  if (license === 'public domain') {
    if (named !== undefined) map.error('rights_owner', 'nobody owns what is in the public domain');
    return { license };
  }
  const owner = named ?? (authors.length > 0 ? authors.join(', ') : sources[0]);
  if (owner === undefined && license !== 'unknown')
    map.error('license', `"${license}" needs a rights_owner, an author or a source`);
  return { license, ...(owner === undefined ? {} : { rightsOwner: owner }) };
}
