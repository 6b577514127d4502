import { useMutation, useQuery } from '@tanstack/react-query';
import { makeOwnKey, ownKeysQuery, revokeOwnKey } from '../api/account.ts';
import { KeyList, NewKey } from '../people/key-list.tsx';

/** Keys that act as oneself. */
export function OwnKeys({ scopes }: { readonly scopes: readonly string[] }) {
  const { data: keys } = useQuery(ownKeysQuery);
  const revoke = useMutation({ mutationFn: revokeOwnKey });
  return (
    <>
      {scopes.length > 0 && <NewKey scopes={scopes} make={makeOwnKey} />}
      {keys && <KeyList keys={keys} onRevoke={(id) => revoke.mutate(id)} />}
    </>
  );
}
