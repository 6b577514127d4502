import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { problemOf } from '../api/client.ts';
import { sessionQuery, signIn } from '../api/session.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import './accounts.css';

export function SignInPage() {
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const { mutate, error, isPending } = useMutation({
    mutationFn: (form: FormData) => signIn(String(form.get('login')), String(form.get('password'))),
    onSuccess: () => navigate({ to: '/' }),
  });
  return (
    <div className="account-page">
      <h1>{words.accounts.signIn}</h1>
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
          <span>{words.accounts.password}</span>
          <input className="text" name="password" type="password" autoComplete="current-password" required />
        </label>
        {error && (
          <p className="note bad" role="alert">
            {problemOf(error)}
          </p>
        )}
        <Button type="submit" look="main" disabled={isPending}>
          {words.accounts.signIn}
        </Button>
        {session?.provider && (
          <a className="button usual" href="/api/session/provider">
            {words.accounts.with(session.provider)}
          </a>
        )}
      </form>
      <p className="label">{words.accounts.forgotten}</p>
    </div>
  );
}
