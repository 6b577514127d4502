import { QueryClient, queryOptions } from '@tanstack/react-query';
import { client, isUnreachable } from './client.ts';

/** What the server refuses stays refused; what did not arrive is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: (count, error) => count < 5 && isUnreachable(error) } },
});

export const runtimesQuery = queryOptions({
  queryKey: ['runtimes'],
  queryFn: () => client.runtimes(),
  staleTime: 60_000,
});
