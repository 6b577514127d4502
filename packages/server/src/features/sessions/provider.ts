import { CupelError } from '@cupel/domain';
import { createPerson, findPersonBySubject, type Person } from '@cupel/store';
import type * as OpenId from 'openid-client';
import { z } from 'zod';
import { firstPrincipal } from '../../platform/auth/first-tenant.js';
import { beginSession } from '../../platform/auth/sessions.js';
import { defineRoute } from '../../platform/http/route.js';
import type { Services } from '../../platform/services.js';

const CALLBACK = '/api/session/callback';
/** Ten minutes to sign in elsewhere; Lax, because the way back comes from another site. */
const COOKIE = 'cupel_sign_in';
const ATTRIBUTES = `Path=${CALLBACK}; HttpOnly; SameSite=Lax`;

export const providerRoute = defineRoute({
  method: 'GET',
  path: '/api/session/provider',
  scope: 'public',
  tag: 'Sessions',
  summary: 'Sign in at the OpenID Connect provider of the settings',
  page: true,
  responses: { 302: z.string() },
  errors: ['provider_missing', 'provider_failed'],
  handler: async ({ services }) => {
    const { client, configuration } = await discover(services);
    const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: callbackOf(services),
      scope: 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    const cookie = `${COOKIE}=${[state, nonce, verifier].join('.')}; ${ATTRIBUTES}; Max-Age=600`;
    return { status: 302, body: { stream: '', type: 'text/plain' }, headers: { location: url.href, 'set-cookie': cookie } };
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
  errors: ['provider_missing', 'provider_failed'],
  handler: async ({ services, raw }) => {
    const person = await personOf(services, raw.url ?? '', raw.headers.cookie ?? '');
    if (person.disabledAt !== null) throw new CupelError('sign_in_refused', {});
    const headers = { location: '/', 'set-cookie': await beginSession(services, person, raw.headers) };
    return { status: 302, body: { stream: '', type: 'text/plain' }, headers };
  },
});

/** State, nonce and verifier bind the answer to this browser; signature, issuer and audience are checked by the library. */
async function personOf(services: Services, path: string, cookie: string): Promise<Person> {
  const { client, configuration } = await discover(services);
  const kept = new RegExp(`(?:^|; *)${COOKIE}=([^;]+)`).exec(cookie)?.[1]?.split('.') ?? [];
  const [expectedState, expectedNonce, pkceCodeVerifier] = kept;
  if (expectedState === undefined || expectedNonce === undefined || pkceCodeVerifier === undefined)
    throw new CupelError('provider_failed', { problem: 'this browser did not begin it' });
  const url = new URL(path, callbackOf(services));
  const claims = await client
    .authorizationCodeGrant(configuration, url, { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true })
    .then((tokens) => tokens.claims(), refuse);
  if (claims === undefined) throw new CupelError('provider_failed', { problem: 'there is no ID token' });
  const known = await findPersonBySubject(services.database, claims.iss, claims.sub);
  return known ?? makePerson(services, claims);
}

async function makePerson({ database }: Services, claims: OpenId.IDToken): Promise<Person> {
  const { tenantId } = await firstPrincipal(database);
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 100) : undefined);
  const login = text(claims.preferred_username) ?? text(claims.email) ?? claims.sub.slice(0, 100);
  const person = {
    ...{ tenantId, role: 'submitter' as const, issuer: claims.iss, subject: claims.sub },
    name: text(claims.name) ?? login,
  };
  const make = (name: string) => database.transaction((connection) => createPerson(connection, { ...person, login: name }));
  return make(login).catch((error: unknown) => {
    // A local account may have the name; it is somebody else's, whatever the provider says.
    if (error instanceof CupelError && error.code === 'login_taken') return make(`${login} (${claims.sub.slice(0, 40)})`);
    throw error;
  });
}

let found: { readonly issuer: string; readonly configuration: Promise<OpenId.Configuration> } | undefined;

/** The library is loaded, and the provider asked what it offers, when somebody first signs in there. */
async function discover({ config }: Services) {
  const { oidcIssuer: issuer, oidcClientId: id, oidcClientSecret: secret, publicUrl } = config;
  if (issuer === undefined || id === undefined || publicUrl === undefined) throw new CupelError('provider_missing', {});
  const client = await import('openid-client');
  if (found?.issuer !== issuer) {
    const insecure = new URL(issuer).protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : undefined;
    found = { issuer, configuration: client.discovery(new URL(issuer), id, secret, undefined, insecure) };
    found.configuration.catch(() => {
      found = undefined;
    });
  }
  return { client, configuration: await found.configuration.catch(refuse) };
}

function callbackOf({ config }: Services): string {
  return new URL(CALLBACK, config.publicUrl).href;
}

function refuse(error: unknown): never {
  const problem = error instanceof Error ? error.message : String(error);
  throw new CupelError('provider_failed', { problem }, { cause: error });
}
