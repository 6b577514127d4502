import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { accountQuery, changePassword, rename } from '../api/account.ts';
import { isUnreachable, problemOf } from '../api/client.ts';
import { sessionQuery } from '../api/session.ts';
import { words } from '../strings/words.ts';
import { AccountEntry } from './account-entry.tsx';
import { AccountForm } from './account-form.tsx';
import { NEW_PASSWORD, PASSWORD } from './fields.ts';
import { OwnKeys } from './own-keys.tsx';
import { Sessions } from './sessions.tsx';
import '../problems/problems.css';
import './accounts.css';

/** One's own account: how others see it, how one gets in, and where one is in. */
export function AccountPage() {
  const { data: account, error } = useQuery(accountQuery);
  const { data: session } = useQuery(sessionQuery);
  const { accounts } = words;
  if (error)
    return (
      <AccountEntry title={accounts.account}>
        <p role="alert">{isUnreachable(error) ? problemOf(error) : accounts.nobody}</p>
        <p>
          <Link to="/sign-in">{accounts.signIn}</Link>
        </p>
      </AccountEntry>
    );
  if (account === undefined) return null;
  return (
    <div className="page">
      <header className="account-head">
        <h1>{accounts.account}</h1>
        <p className="facts">
          <bdi className="login">{account.login}</bdi>
          <span>{accounts.rolesShort[account.role]}</span>
        </p>
      </header>
      <section className="account-part">
        <h2>{accounts.name}</h2>
        <AccountForm
          fields={[{ name: 'name', label: accounts.displayName, autoComplete: 'name', value: account.name }]}
          action={accounts.save}
          look="usual"
          send={rename}
        />
      </section>
      <section className="account-part">
        <h2>{accounts.password}</h2>
        {account.has_password ? (
          <AccountForm
            fields={[
              { ...PASSWORD, name: 'old', label: accounts.oldPassword },
              { ...NEW_PASSWORD, label: accounts.newPassword },
            ]}
            action={accounts.change}
            look="usual"
            done={accounts.changed}
            send={changePassword}
          />
        ) : (
          <p className="quiet">{accounts.passwordElsewhere}</p>
        )}
      </section>
      <section className="account-part">
        <h2>{accounts.sessions}</h2>
        <Sessions sessions={account.sessions} />
      </section>
      <section className="account-part">
        <h2>{accounts.keys}</h2>
        <p className="quiet">{accounts.keysWhy}</p>
        <OwnKeys scopes={session?.scopes ?? []} />
      </section>
    </div>
  );
}
