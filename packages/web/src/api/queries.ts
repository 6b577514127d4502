import type { Schemas } from '@cupel/sdk';
import { QueryClient, queryOptions } from '@tanstack/react-query';
import { client, isUnreachable } from './client.ts';

/** What the server refuses stays refused; what did not arrive is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: (count, error) => count < 5 && isUnreachable(error) } },
});

/** What the service knows and nobody here can run. It changes when an operator installs something. */
export const absentQuery = queryOptions({
  queryKey: ['absent'],
  queryFn: () =>
    client.call<readonly Schemas['AbsentLanguage'][]>({ method: 'GET', path: '/api/languages/absent', repeatable: true }),
  staleTime: 600_000,
});

export const runtimesQuery = queryOptions({
  queryKey: ['runtimes'],
  queryFn: () => client.runtimes(),
  staleTime: 60_000,
});
