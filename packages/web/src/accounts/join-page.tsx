import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { problemOf } from '../api/client.ts';
import { acceptInvitation, readInvitation } from '../api/session.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import './accounts.css';

/** Where an invitation leads: it makes one account. */
export function JoinPage() {
  const { token } = useParams({ from: '/join/$token' });
  const navigate = useNavigate();
  const invitation = useQuery({ queryKey: ['invitation', token], queryFn: () => readInvitation(token), retry: false });
  const { mutate, error, isPending } = useMutation({
    mutationFn: (form: FormData) => acceptInvitation(token, bodyOf(form)),
    onSuccess: () => navigate({ to: '/' }),
  });
  if (invitation.error) return <Gone />;
  return (
    <div className="account-page">
      <h1>{words.accounts.join}</h1>
      <p>{invitation.data && words.accounts.joinAs(words.accounts.roles[invitation.data.role])}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          mutate(new FormData(event.currentTarget));
        }}
      >
        <label className="field">
          <span>{words.accounts.name}</span>
          <input className="text" name="login" autoComplete="username" autoCapitalize="none" spellCheck={false} required />
        </label>
        <label className="field">
          <span>{words.accounts.displayName}</span>
          <input className="text" name="name" autoComplete="name" />
        </label>
        <label className="field">
          <span>
            {words.accounts.password} <small>{words.accounts.passwordRule}</small>
          </span>
          <input className="text" name="password" type="password" autoComplete="new-password" minLength={10} required />
        </label>
        {error && (
          <p className="note bad" role="alert">
            {problemOf(error)}
          </p>
        )}
        <Button type="submit" look="main" disabled={isPending}>
          {words.accounts.make}
        </Button>
      </form>
    </div>
  );
}

function Gone() {
  return (
    <div className="account-page" role="alert">
      <h1>{words.accounts.join}</h1>
      <p>{words.accounts.gone}</p>
    </div>
  );
}

function bodyOf(form: FormData) {
  const name = String(form.get('name'));
  return { login: String(form.get('login')), password: String(form.get('password')), ...(name !== '' && { name }) };
}
