/**
 * What workers say that they can run, and jobs that they need: the same words on both sides, written here alone.
 * `language:python` is any version that is there; `language:python@3.11.2` is that one.
 */
export function languageCapability(id: string, version?: string): string {
  return version === undefined ? `language:${id}` : `language:${id}@${version}`;
}

/** Only workers that raise every wall have it. */
export const STRICT_ISOLATION = 'isolation:strict';

/** Programs that somebody types into: a kind of submission, and the pool of workers' seats for it (see the store's `pool`). */
export const INTERACTIVE = 'interactive';

export function labelCapability(label: string): string {
  return `label:${label}`;
}
