import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keysQuery, makeKey, revokeKey } from '../api/admin.ts';
import { KeyList, NewKey } from '../people/key-list.tsx';

const SCOPES = ['submit', 'read', 'setter', 'admin'] as const;

/** Keys of the service itself: they belong to no person. */
export function Keys() {
  const keys = useQuery(keysQuery);
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: keysQuery.queryKey });
  const revoke = useMutation({ mutationFn: revokeKey, onSettled: again });
  const make = async (name: string, scopes: readonly string[]) => {
    const made = await makeKey(name, scopes);
    await again();
    return made;
  };
  return (
    <>
      <NewKey scopes={SCOPES} make={make} />
      {keys.data && <KeyList keys={keys.data.items} onRevoke={(id) => revoke.mutate(id)} />}
    </>
  );
}
