import { CupelError } from '@cupel/domain';
import { z } from 'zod';
import { beginSession } from '../../platform/auth/sessions.js';
import { defineRoute } from '../../platform/http/route.js';
import type { Log } from '../../platform/log/log.js';
import type { Config } from '../../platform/settings/schema.js';
import { type Attempt, beginAt, CALLBACK, claimsAt } from './provider-client.js';
import { personOfClaims } from './provider-person.js';

const COOKIE = 'cupel_sign_in';
/** Seconds to sign in elsewhere. */
const LASTS = 600;

export const providerRoute = defineRoute({
  method: 'GET',
  path: '/api/session/provider',
  scope: 'public',
  tag: 'Sessions',
  summary: 'Sign in at the OpenID Connect provider of the settings',
  page: true,
  responses: { 302: z.string() },
  errors: ['provider_missing'],
  handler: async ({ services, log }) => {
    try {
      const { url, attempt } = await beginAt(services);
      const kept = [attempt.state, attempt.nonce, attempt.verifier].join('.');
      return away(url.href, attemptCookie(services.config, kept, LASTS));
    } catch (error) {
      return away(refusalPage(log, error));
    }
  },
});

export const callbackRoute = defineRoute({
  method: 'GET',
  path: CALLBACK,
  scope: 'public',
  tag: 'Sessions',
  summary: 'The way back from the provider',
  page: true,
  responses: { 302: z.string() },
  errors: ['provider_missing'],
  handler: async ({ services, raw, log }) => {
    try {
      const attempt = attemptOf(raw.headers.cookie ?? '');
      const person = await personOfClaims(services, await claimsAt(services, raw.url ?? '', attempt));
      return away('/', await beginSession(services, person, raw.headers));
    } catch (error) {
      return away(refusalPage(log, error), attemptCookie(services.config, '', 0));
    }
  },
});

function away(location: string, cookie?: string) {
  const headers = { location, ...(cookie !== undefined && { 'set-cookie': cookie }) };
  return { status: 302 as const, body: { stream: '', type: 'text/plain' }, headers };
}

/** Lax, because the way back comes from another site. */
function attemptCookie({ publicUrl }: Config, value: string, lasts: number): string {
  const secure = publicUrl?.startsWith('https:') ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=${CALLBACK}; HttpOnly; SameSite=Lax; Max-Age=${lasts}${secure}`;
}

/** Throws `provider_late`. */
function attemptOf(cookie: string): Attempt {
  const [state, nonce, verifier] = new RegExp(`(?:^|; *)${COOKIE}=([^;]+)`).exec(cookie)?.[1]?.split('.') ?? [];
  if (state === undefined || nonce === undefined || verifier === undefined) throw new CupelError('provider_late', {});
  return { state, nonce, verifier };
}

/** What the sign-in page has words for. */
const WORDS: Readonly<Record<string, string>> = {
  provider_failed: 'failed',
  provider_late: 'late',
  provider_denied: 'denied',
  provider_away: 'away',
  provider_refused: 'refused',
  sign_in_refused: 'closed',
};

/** A person stands before a page, not before JSON: he is told there, by a word of ours and by nothing that came from outside. */
function refusalPage(log: Log, error: unknown): string {
  const word = error instanceof CupelError ? WORDS[error.code] : undefined;
  if (!(error instanceof CupelError) || word === undefined) throw error;
  log.warn({ reason: word, problem: error.message }, 'signing in at the other provider failed');
  return `/sign-in?provider=${word}`;
}
