import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { problemOf } from '../api/client.ts';
import { type ListedPerson, peopleQuery } from '../api/people.ts';
import type { Role } from '../api/session.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { Changes } from './changes.tsx';
import { Invite } from './invite.tsx';
import { PersonDialog } from './person-dialog.tsx';
import { RoleChoice } from './role-choice.tsx';
import { When } from './when.tsx';
import './people.css';

/** Who has an account, and what an administrator does about it. */
export function People() {
  const { people } = words;
  const [search, setSearch] = useState('');
  const [role, setRole] = useState<Role>();
  const [openId, setOpen] = useState<string>();
  const list = useInfiniteQuery(peopleQuery(useDeferredValue(search.trim()), role));
  const shown = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const open = shown.find(({ id }) => id === openId);
  return (
    <>
      <div className="people-head">
        <search className="filters">
          <label className="field">
            <span>{people.search}</span>
            <input
              className="text"
              type="search"
              placeholder={people.searchHint}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </label>
          <RoleChoice label={people.role} any={people.anyRole} value={role} onChange={setRole} />
        </search>
        <Invite />
      </div>
      {list.error && (
        <p className="note bad" role="alert">
          {problemOf(list.error)}
        </p>
      )}
      {list.data && shown.length === 0 && <p role="status">{people.none}</p>}
      {shown.length > 0 && <Table people={shown} onOpen={setOpen} />}
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {people.more}
        </Button>
      )}
      {open && <PersonDialog person={open} onClose={() => setOpen(undefined)} />}
      <Changes />
    </>
  );
}

function Table({ people: rows, onOpen }: { readonly people: readonly ListedPerson[]; onOpen(id: string): void }) {
  const { people, accounts } = words;
  return (
    <table className="list people">
      <thead>
        <tr>
          <th scope="col">{people.login}</th>
          <th scope="col">{people.role}</th>
          <th scope="col">{people.seen}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((person) => (
          <tr key={person.id} className={person.disabled_at === null ? undefined : 'closed'}>
            <th scope="row">
              <button
                type="button"
                className="link"
                aria-haspopup="dialog"
                aria-label={people.open(visible(person.login))}
                onClick={() => onOpen(person.id)}
              >
                <bdi>{visible(person.login)}</bdi>
              </button>{' '}
              <bdi className="quiet">{visible(person.name)}</bdi>
              {person.disabled_at !== null && <span className="quiet closed-mark">{people.closed}</span>}
            </th>
            <td>{accounts.rolesShort[person.role]}</td>
            <td>
              <When at={person.seen_at} />{' '}
              {person.sessions > 0 && <span className="quiet">{people.signedIn(person.sessions)}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
