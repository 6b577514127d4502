import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from './client.ts';
import { queryClient } from './queries.ts';

export type Role = 'submitter' | 'setter' | 'teacher' | 'admin';

interface Person {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
}

export interface Session {
  readonly person: Person | null;
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

export async function signIn(login: string, password: string): Promise<void> {
  await client.call({ method: 'POST', path: '/api/session', body: { login, password }, repeatable: false });
  await forgetEverything();
}

export async function signOut(): Promise<void> {
  await client.call({ method: 'DELETE', path: '/api/session', repeatable: false });
  await forgetEverything();
}

export function readInvitation(token: string): Promise<{ readonly role: Role }> {
  return client.call({ method: 'GET', path: `/api/invitations/${encodeURIComponent(token)}`, repeatable: true });
}

export async function acceptInvitation(
  token: string,
  body: { readonly login: string; readonly name?: string; readonly password: string },
): Promise<void> {
  const path = `/api/invitations/${encodeURIComponent(token)}/accept`;
  await client.call({ method: 'POST', path, body, repeatable: false });
  await forgetEverything();
}

/** Somebody else sits here now: nothing that the last one could see may be shown again. */
async function forgetEverything(): Promise<void> {
  await queryClient.resetQueries();
}
