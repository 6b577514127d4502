import type { Schemas } from '@cupel/sdk';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from './client.ts';
import { queryClient } from './queries.ts';

export type Role = Schemas['Role'];

export interface Session {
  readonly person: Schemas['Person'] | null;
  /** What requests of this browser may do: `submit`, `read`, `setter`, `admin`. */
  readonly scopes: readonly string[];
  readonly provider: string | null;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => client.call<Session>({ method: 'GET', path: '/api/session', repeatable: true }),
  staleTime: 60_000,
});

/** Whether this browser may do it; unknown until the service has said so. */
export function useScope(scope: string): boolean | undefined {
  return useQuery(sessionQuery).data?.scopes.includes(scope);
}

/** What a form holds, as it goes to the service: which fields there must be the service says. */
type Values = Readonly<Record<string, string>>;

export async function signIn(body: Values): Promise<void> {
  await client.call({ method: 'POST', path: '/api/session', body, repeatable: false });
  await forgetEverything();
}

export async function signOut(): Promise<void> {
  await client.call({ method: 'DELETE', path: '/api/session', repeatable: false });
  await forgetEverything();
}

export function readInvitation(token: string): Promise<{ readonly role: Role }> {
  return client.call({ method: 'GET', path: `/api/invitations/${encodeURIComponent(token)}`, repeatable: true });
}

export async function acceptInvitation(token: string, body: Values): Promise<void> {
  const path = `/api/invitations/${encodeURIComponent(token)}/accept`;
  await client.call({ method: 'POST', path, body, repeatable: false });
  await forgetEverything();
}

const passwordLink = (token: string) => `/api/password-links/${encodeURIComponent(token)}`;

export function readPasswordLink(token: string): Promise<Schemas['PasswordLink']> {
  return client.call({ method: 'GET', path: passwordLink(token), repeatable: true });
}

export async function resetPassword(token: string, body: Values): Promise<void> {
  await client.call({ method: 'POST', path: passwordLink(token), body, repeatable: false });
  await forgetEverything();
}

/** Somebody else sits here now: nothing that the last one could see may be shown again. */
async function forgetEverything(): Promise<void> {
  await queryClient.resetQueries();
}
