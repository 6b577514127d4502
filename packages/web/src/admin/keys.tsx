import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keysQuery, makeKey, revokeKey } from '../api/admin.ts';
import { problemOf } from '../api/client.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';

const SCOPES = ['submit', 'read', 'setter', 'admin'] as const;

export function Keys() {
  const keys = useQuery(keysQuery);
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: keysQuery.queryKey });
  const revoke = useMutation({ mutationFn: revokeKey, onSettled: again });
  const { admin } = words;
  return (
    <>
      <NewKey onMade={again} />
      {keys.data?.items.length === 0 && <p>{admin.noKeys}</p>}
      {keys.data && keys.data.items.length > 0 && (
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{admin.name}</th>
              <th scope="col">{admin.prefix}</th>
              <th scope="col">{admin.scopes}</th>
              <th scope="col">{admin.used}</th>
              <th scope="col">
                <span className="unseen">{admin.revoke}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.data.items.map((key) => (
              <tr key={key.id}>
                <th scope="row">
                  <bdi>{key.name}</bdi>
                </th>
                <td>
                  <code>{key.prefix}</code>
                </td>
                <td>{key.scopes.join(', ')}</td>
                <td>{key.last_used_at === null ? admin.never : new Date(key.last_used_at).toLocaleString()}</td>
                <td>
                  <Button look="plain" onClick={() => revoke.mutate(key.id)} aria-label={`${admin.revoke}: ${key.name}`}>
                    {admin.revoke}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function NewKey({ onMade }: { onMade(): void }) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>(['submit', 'read']);
  const make = useMutation({ mutationFn: () => makeKey(name, scopes), onSuccess: onMade });
  const { admin } = words;
  const toggle = (scope: string) =>
    setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope]);
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <label className="field">
        <span>{admin.name}</span>
        <input className="text" required value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <fieldset className="checks">
        <legend className="label">{admin.scopes}</legend>
        {SCOPES.map((scope) => (
          <label key={scope}>
            <input type="checkbox" checked={scopes.includes(scope)} onChange={() => toggle(scope)} /> {scope}
          </label>
        ))}
      </fieldset>
      <Button type="submit" disabled={make.isPending || scopes.length === 0}>
        {admin.make}
      </Button>
      {make.data && (
        <p className="note" role="status">
          {admin.made} <code className="because">{make.data.key}</code>
        </p>
      )}
      {make.error && (
        <p className="note bad" role="alert">
          {problemOf(make.error)}
        </p>
      )}
    </form>
  );
}
