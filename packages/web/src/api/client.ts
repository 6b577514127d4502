import { Cupel, CupelApiError } from '@cupel/sdk';
import { embedToken } from '../embed/token.ts';

const token = embedToken();

/**
 * The service that served this page. Whoever is signed in is told by a cookie that no script can read; a frame in another site's
 * page has a token instead, and sends no cookie whatever the browser would.
 */
export const client = new Cupel({
  baseUrl: window.location.origin,
  ...(token !== undefined && {
    apiKey: token,
    fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, { ...init, credentials: 'omit' }),
  }),
});

/** What went wrong, in the service's own words. */
export function problemOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** No answer came at all: offline, or the service is being started again. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof CupelApiError && (error.status === 0 || error.status === 502 || error.status === 504);
}

/** The caller is nobody: there is a page to sign in at. */
export function isUnknown(error: unknown): boolean {
  return error instanceof CupelApiError && error.status === 401;
}
