import type { ReactNode } from 'react';
import { words } from '../strings/words.ts';
import './accounts.css';

/** What the pages before an account have in common: one question in the middle. */
export function AccountEntry({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="account-entry">
      <h1>{title}</h1>
      {children}
    </div>
  );
}

/** Where a link leads that is good no more. */
export function LinkGone({ title }: { readonly title: string }) {
  return (
    <AccountEntry title={title}>
      <p role="alert">{words.accounts.gone}</p>
    </AccountEntry>
  );
}
