import { CupelError } from '@cupel/domain';
import type * as OpenId from 'openid-client';
import type { Services } from '../../platform/services.js';

/** What a provider says of somebody. `iss` and `sub` are who it is; all else is what the provider calls him today. */
export type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

/** What binds the way back to the browser that went. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Seconds for which a provider is waited for. */
const PATIENCE = 10;
const SCOPES = 'openid profile email';

export const CALLBACK = '/api/session/callback';

let found: { readonly issuer: string; readonly configuration: Promise<OpenId.Configuration> } | undefined;

/** The library is loaded, and the provider asked what it offers, when somebody first signs in there. */
async function discover({ config }: Services) {
  const { oidcIssuer: issuer, oidcClientId: id, oidcClientSecret: secret, publicUrl } = config;
  if (issuer === undefined || id === undefined || publicUrl === undefined) throw new CupelError('provider_missing', {});
  const client = await import('openid-client');
  if (found?.issuer !== issuer) {
    const execute = new URL(issuer).protocol === 'http:' ? [client.allowInsecureRequests] : [];
    found = {
      issuer,
      configuration: client.discovery(new URL(issuer), id, secret, undefined, { execute, timeout: PATIENCE }),
    };
    found.configuration.catch(() => {
      found = undefined;
    });
  }
  const configuration = await found.configuration.catch((cause: unknown) => {
    throw new CupelError('provider_away', { problem: wordsOf(cause) }, { cause });
  });
  return { client, configuration };
}

/** Where the browser goes, and what it must bring back. Throws `provider_missing`, `provider_away`. */
export async function beginAt(services: Services): Promise<{ readonly url: URL; readonly attempt: Attempt }> {
  const { client, configuration } = await discover(services);
  const attempt = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
  const { oidcRoleScope: extra } = services.config;
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackOf(services),
    scope: extra === undefined ? SCOPES : `${SCOPES} ${extra}`,
    code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
    state: attempt.state,
    nonce: attempt.nonce,
  });
  return { url, attempt };
}

/**
 * Who came back. Signature, issuer, audience, times, state and nonce are checked by the library. Throws `provider_denied`,
 * `provider_failed`, `provider_away`.
 */
export async function claimsAt(services: Services, path: string, { state, nonce, verifier }: Attempt): Promise<Claims> {
  const { client, configuration } = await discover(services);
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  try {
    const tokens = await client.authorizationCodeGrant(configuration, new URL(path, callbackOf(services)), checks);
    const claims = tokens.claims();
    if (claims === undefined) throw new CupelError('provider_failed', { problem: 'there is no ID token' });
    if (!lacks(services, claims) || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
    // Many providers tell names and groups there alone; the library sees to it that it is of the same `sub`.
    return { ...(await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
  } catch (error) {
    throw toldAs(client, error);
  }
}

function lacks({ config: { oidcRoleClaim } }: Services, claims: Claims): boolean {
  const wanted = ['name', 'email', ...(oidcRoleClaim === undefined ? [] : [oidcRoleClaim])];
  return wanted.some((name) => claims[name] === undefined);
}

function toldAs(client: typeof OpenId, cause: unknown): CupelError {
  if (cause instanceof CupelError) return cause;
  const problem = wordsOf(cause);
  if (cause instanceof client.AuthorizationResponseError && cause.error === 'access_denied')
    return new CupelError('provider_denied', {}, { cause });
  return new CupelError(isAway(cause) ? 'provider_away' : 'provider_failed', { problem }, { cause });
}

/** It did not answer, or said itself that it cannot. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError' || error.message === 'fetch failed') return true;
  return ('status' in error && Number(error.status) >= 500) || isAway(error.cause);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function callbackOf({ config }: Services): string {
  return new URL(CALLBACK, config.publicUrl).href;
}
