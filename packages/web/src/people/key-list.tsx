import type { Schemas } from '@cupel/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api/client.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { When } from './when.tsx';
import './key-list.css';

export interface KeyListProps {
  readonly keys: readonly Schemas['Key'][];
  onRevoke(id: string): void;
}

/** Keys without their secret part: those of the service, or somebody's own. */
export function KeyList({ keys, onRevoke }: KeyListProps) {
  const { admin } = words;
  if (keys.length === 0) return <p className="quiet">{admin.noKeys}</p>;
  return (
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
        {keys.map((key) => (
          <tr key={key.id}>
            <th scope="row">
              <bdi>{visible(key.name)}</bdi>
            </th>
            <td>
              <code>{key.prefix}</code>
            </td>
            <td>{key.scopes.join(', ')}</td>
            <td>
              <When at={key.last_used_at} />
            </td>
            <td>
              <Button look="plain" onClick={() => onRevoke(key.id)} aria-label={`${admin.revoke}: ${visible(key.name)}`}>
                {admin.revoke}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface NewKeyProps {
  /** What such a key may be good for. */
  readonly scopes: readonly string[];
  make(name: string, scopes: readonly string[]): Promise<Schemas['NewKey']>;
}

export function NewKey({ scopes: offered, make }: NewKeyProps) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>(() =>
    offered.filter((scope) => scope === 'submit' || scope === 'read'),
  );
  const making = useMutation({ mutationFn: () => make(name, scopes), onSuccess: () => setName('') });
  const { admin } = words;
  const toggle = (scope: string) =>
    setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope]);
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <label className="field">
        <span>{admin.name}</span>
        <input className="text" required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <fieldset className="checks">
        <legend className="label">{admin.scopes}</legend>
        {offered.map((scope) => (
          <label key={scope}>
            <input type="checkbox" checked={scopes.includes(scope)} onChange={() => toggle(scope)} /> {scope}
          </label>
        ))}
      </fieldset>
      <Button type="submit" disabled={making.isPending || scopes.length === 0}>
        {admin.make}
      </Button>
      {making.data && (
        <p className="note" role="status">
          {admin.made} <code className="because">{making.data.key}</code>
        </p>
      )}
      {making.error && (
        <p className="note bad" role="alert">
          {problemOf(making.error)}
        </p>
      )}
    </form>
  );
}
