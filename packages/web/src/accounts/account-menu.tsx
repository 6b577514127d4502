import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sessionQuery, signOut } from '../api/session.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import './accounts.css';

/** Who is signed in, the way to his account, and the way in or out. */
export function AccountMenu() {
  const { data: session } = useQuery(sessionQuery);
  const leave = useMutation({ mutationFn: signOut });
  if (session === undefined) return null;
  if (session.person === null)
    return (
      <Link to="/sign-in" className="button plain">
        {words.accounts.signIn}
      </Link>
    );
  const name = visible(session.person.name);
  return (
    <>
      <Link to="/account" className="who" title={words.accounts.account}>
        <span className="unseen">{words.accounts.account}: </span>
        <bdi>{name}</bdi>
      </Link>
      <Button look="plain" onClick={() => leave.mutate()}>
        {words.accounts.signOut}
      </Button>
    </>
  );
}
