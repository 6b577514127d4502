import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api/client.ts';
import { changePerson, type ListedPerson, makePasswordLink, signOutEverywhere } from '../api/people.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { OneTimeLink } from './one-time-link.tsx';
import { RoleChoice } from './role-choice.tsx';

export interface PersonDialogProps {
  readonly person: ListedPerson;
  onClose(): void;
}

/** All that can be done with one account; what was done is said here, and the list behind it follows. */
export function PersonDialog({ person, onClose }: PersonDialogProps) {
  const { people, accounts } = words;
  const login = visible(person.login);
  const closed = person.disabled_at !== null;
  const [done, setDone] = useState('');
  const act = useMutation({ mutationFn: (what: { run(): Promise<unknown>; readonly done: string }) => what.run() });
  const link = useMutation({ mutationFn: () => makePasswordLink(person.id) });
  const perform = (run: () => Promise<unknown>, said: string) => {
    setDone('');
    link.reset();
    act.mutate({ run, done: said }, { onSuccess: () => setDone(said) });
  };
  const problem = act.error ?? link.error;
  return (
    <Dialog title={login} onClose={onClose}>
      <p className="facts">
        <bdi>{visible(person.name)}</bdi>
        {!person.has_password && <span>{people.elsewhere}</span>}
        {closed && <span>{people.closed}</span>}
      </p>
      <RoleChoice
        label={people.role}
        value={person.role}
        onChange={(role) =>
          perform(() => changePerson(person.id, { role }), people.done.role(login, accounts.rolesShort[role].toLowerCase()))
        }
      />
      <div className="person-actions">
        {person.has_password && !closed && (
          <Button
            onClick={() => {
              setDone('');
              act.reset();
              link.mutate();
            }}
          >
            {people.link}
          </Button>
        )}
        {!closed && (
          <Button onClick={() => perform(() => signOutEverywhere(person.id), people.done.signOut(login))}>
            {people.signOut}
          </Button>
        )}
        <Button
          onClick={() =>
            perform(
              () => changePerson(person.id, { disabled: !closed }),
              closed ? people.done.reopen(login) : people.done.close(login),
            )
          }
        >
          {closed ? people.reopen : people.close}
        </Button>
      </div>
      {link.data && <OneTimeLink label={people.linkMade} path={link.data.path} />}
      {problem && (
        <p className="note bad" role="alert">
          {problemOf(problem)}
        </p>
      )}
      <p role="status">{done}</p>
    </Dialog>
  );
}
