import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { sessionQuery, signIn } from '../api/session.ts';
import { words } from '../strings/words.ts';
import { AccountEntry } from './account-entry.tsx';
import { AccountForm } from './account-form.tsx';
import { LOGIN, PASSWORD } from './fields.ts';

export function SignInPage() {
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const { accounts } = words;
  return (
    <AccountEntry title={accounts.signIn}>
      <ProviderRefusal />
      <AccountForm fields={[LOGIN, PASSWORD]} action={accounts.signIn} send={signIn} onDone={() => navigate({ to: '/' })}>
        {session?.provider && (
          <a className="button usual" href="/api/session/provider">
            {accounts.with(session.provider)}
          </a>
        )}
      </AccountForm>
      <p className="label">{accounts.forgotten}</p>
    </AccountEntry>
  );
}

/**
 * What became of signing in elsewhere, when it did not work. The address holds a word of ours alone and no text: whoever makes up
 * such a link can put nothing on this page.
 */
function ProviderRefusal() {
  const told: Readonly<Record<string, string>> = words.accounts.provider;
  const reason = new URLSearchParams(window.location.search).get('provider') ?? '';
  if (!Object.hasOwn(told, reason)) return null;
  return (
    <p className="note bad" role="alert">
      {told[reason]}
    </p>
  );
}
