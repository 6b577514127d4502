import type { Schemas } from '@cupel/sdk';
import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { queryClient } from './queries.ts';
import { sessionQuery } from './session.ts';

type Values = Readonly<Record<string, string>>;

const PATH = '/api/account';
const KEYS = `${PATH}/keys`;

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: () => client.call<Schemas['Account']>({ method: 'GET', path: PATH, repeatable: true }),
});

export const ownKeysQuery = queryOptions({
  queryKey: ['own-keys'],
  queryFn: () => client.call<readonly Schemas['Key'][]>({ method: 'GET', path: KEYS, repeatable: true }),
});

export async function rename(body: Values): Promise<void> {
  await client.call({ method: 'PUT', path: PATH, body, repeatable: true });
  await Promise.all([accountQuery, sessionQuery].map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })));
}

export async function changePassword(body: Values): Promise<void> {
  await client.call({ method: 'PUT', path: `${PATH}/password`, body, repeatable: false });
  await queryClient.invalidateQueries({ queryKey: accountQuery.queryKey });
}

export async function endSession(id: string): Promise<void> {
  await client.call({ method: 'DELETE', path: `${PATH}/sessions/${encodeURIComponent(id)}`, repeatable: false });
  await queryClient.invalidateQueries({ queryKey: accountQuery.queryKey });
}

export async function makeOwnKey(name: string, scopes: readonly string[]): Promise<Schemas['NewKey']> {
  const made = await client.call<Schemas['NewKey']>({ method: 'POST', path: KEYS, body: { name, scopes }, repeatable: false });
  await queryClient.invalidateQueries({ queryKey: ownKeysQuery.queryKey });
  return made;
}

export async function revokeOwnKey(id: string): Promise<void> {
  await client.call({ method: 'DELETE', path: `${KEYS}/${encodeURIComponent(id)}`, repeatable: false });
  await queryClient.invalidateQueries({ queryKey: ownKeysQuery.queryKey });
}
