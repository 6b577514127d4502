import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { readPasswordLink, resetPassword } from '../api/session.ts';
import { words } from '../strings/words.ts';
import { AccountEntry, LinkGone } from './account-entry.tsx';
import { AccountForm } from './account-form.tsx';
import { NEW_PASSWORD } from './fields.ts';

/** Where a link for a new password leads. */
export function ResetPage() {
  const { token } = useParams({ from: '/reset/$token' });
  const navigate = useNavigate();
  const { data, error } = useQuery({ queryKey: ['password-link', token], queryFn: () => readPasswordLink(token), retry: false });
  const { accounts } = words;
  if (error) return <LinkGone title={accounts.reset} />;
  return (
    <AccountEntry title={accounts.reset}>
      <p>
        {data && (
          <>
            {accounts.resetFor} <bdi className="login">{data.login}</bdi>. {accounts.resetWhy}
          </>
        )}
      </p>
      <AccountForm
        fields={[{ ...NEW_PASSWORD, label: accounts.newPassword }]}
        action={accounts.set}
        send={(values) => resetPassword(token, values)}
        onDone={() => navigate({ to: '/' })}
      />
    </AccountEntry>
  );
}
