import { peopleOf, type Schemas } from '@cupel/sdk';
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { client } from './client.ts';
import { queryClient } from './queries.ts';

export type ListedPerson = Schemas['ListedPerson'];
export type AccountChange = Schemas['AccountChange'];
type Role = Schemas['Role'];

const people = peopleOf(client);
const KEY = ['people'] as const;

export const peopleQuery = (search: string, role: Role | undefined) =>
  infiniteQueryOptions({
    queryKey: [...KEY, 'list', search, role],
    queryFn: ({ pageParam: cursor }) => people.list({ search, role, cursor }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const changesQuery = infiniteQueryOptions({
  queryKey: [...KEY, 'changes'],
  queryFn: ({ pageParam: cursor }) => people.changes({ limit: 20, ...(cursor !== undefined && { cursor }) }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
});

/** Whatever is done shows in the list and in the record of changes. */
async function shown<T>(act: Promise<T>): Promise<T> {
  const done = await act;
  await queryClient.invalidateQueries({ queryKey: KEY });
  return done;
}

export const invite = (role: Role) => shown(people.invite(role));
export const changePerson = (id: string, changes: Schemas['PersonChanges']) => shown(people.change(id, changes));
export const makePasswordLink = (id: string) => shown(people.passwordLink(id));
export const signOutEverywhere = (id: string) => shown(people.signOutEverywhere(id));
