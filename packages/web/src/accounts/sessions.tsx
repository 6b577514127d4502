import type { Schemas } from '@cupel/sdk';
import { useMutation } from '@tanstack/react-query';
import { endSession } from '../api/account.ts';
import { problemOf } from '../api/client.ts';
import { When } from '../people/when.tsx';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';

/** Where one is signed in, and the way out of each. */
export function Sessions({ sessions }: { readonly sessions: Schemas['Account']['sessions'] }) {
  const { accounts } = words;
  const end = useMutation({ mutationFn: endSession });
  return (
    <>
      {end.error && (
        <p className="note bad" role="alert">
          {problemOf(end.error)}
        </p>
      )}
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{accounts.browser}</th>
            <th scope="col">{accounts.seen}</th>
            <th scope="col">{accounts.since}</th>
            <th scope="col">
              <span className="unseen">{accounts.signOut}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ id, browser, created_at: since, seen_at: seen, own }) => (
            <tr key={id}>
              <th scope="row">{browser}</th>
              <td>{own ? accounts.thisOne : <When at={seen} />}</td>
              <td>
                <When at={since} />
              </td>
              <td>
                {!own && (
                  <Button look="plain" onClick={() => end.mutate(id)} aria-label={`${accounts.signOut}: ${browser}`}>
                    {accounts.signOut}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
