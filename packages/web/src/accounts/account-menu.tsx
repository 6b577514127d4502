import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sessionQuery, signOut } from '../api/session.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import './accounts.css';

/** Who is signed in, and the way in or out. */
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
  return (
    <>
      <bdi className="who">{session.person.name}</bdi>
      <Button look="plain" onClick={() => leave.mutate()}>
        {words.accounts.signOut}
      </Button>
    </>
  );
}
