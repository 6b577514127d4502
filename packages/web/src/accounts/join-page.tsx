import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { acceptInvitation, readInvitation } from '../api/session.ts';
import { words } from '../strings/words.ts';
import { AccountEntry, LinkGone } from './account-entry.tsx';
import { AccountForm } from './account-form.tsx';
import { DISPLAY_NAME, LOGIN, NEW_PASSWORD } from './fields.ts';

/** Where an invitation leads: it makes one account. */
export function JoinPage() {
  const { token } = useParams({ from: '/join/$token' });
  const navigate = useNavigate();
  const { data, error } = useQuery({ queryKey: ['invitation', token], queryFn: () => readInvitation(token), retry: false });
  const { accounts } = words;
  if (error) return <LinkGone title={accounts.join} />;
  return (
    <AccountEntry title={accounts.join}>
      <p>{data && accounts.joinAs(accounts.roles[data.role])}</p>
      <AccountForm
        fields={[LOGIN, DISPLAY_NAME, NEW_PASSWORD]}
        action={accounts.make}
        send={(values) => acceptInvitation(token, values)}
        onDone={() => navigate({ to: '/' })}
      />
    </AccountEntry>
  );
}
