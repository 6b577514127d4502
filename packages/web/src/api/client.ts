import { Cupel, CupelApiError } from '@cupel/sdk';
import { embeddedFetch, isEmbedded } from '../embed/token.ts';
import { words } from '../strings/words.ts';

/**
 * The service that served this page. Whoever is signed in is told by a cookie that no script can read; a frame in another site's
 * page has a token instead.
 */
export const client = new Cupel({ baseUrl: window.location.origin, ...(isEmbedded && { fetch: embeddedFetch() }) });

/** What went wrong, in the service's own words. */
export function problemOf(error: unknown): string {
  if (isEmbedded && error instanceof CupelApiError && error.status === 401) return words.accounts.embedExpired;
  return error instanceof Error ? error.message : String(error);
}

/** No answer came at all: offline, or the service is being started again. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof CupelApiError && (error.status === 0 || error.status === 502 || error.status === 504);
}

/** The caller is nobody: there is a page to sign in at. A frame has none. */
export function isUnknown(error: unknown): boolean {
  return !isEmbedded && error instanceof CupelApiError && error.status === 401;
}
