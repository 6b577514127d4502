import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api/client.ts';
import { invite } from '../api/people.ts';
import type { Role } from '../api/session.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { OneTimeLink } from './one-time-link.tsx';
import { RoleChoice } from './role-choice.tsx';

/** A link that makes one account, to be sent to whom it is for. */
export function Invite() {
  const [role, setRole] = useState<Role>('submitter');
  const { mutate, data, error, isPending } = useMutation({ mutationFn: () => invite(role) });
  const { people, accounts } = words;
  return (
    <form
      className="invite"
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <div className="invite-choice">
        <RoleChoice label={people.inviteAs} value={role} onChange={setRole} />
        <Button type="submit" disabled={isPending}>
          {people.invite}
        </Button>
      </div>
      {data && (
        <OneTimeLink
          label={people.inviteMade(accounts.rolesShort[data.role].toLowerCase(), new Date(data.expires_at).toLocaleDateString())}
          path={data.path}
        />
      )}
      {error && (
        <p className="note bad" role="alert">
          {problemOf(error)}
        </p>
      )}
    </form>
  );
}
