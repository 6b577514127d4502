import type { Cupel } from './client.js';
import type { Schemas } from './types.js';

type Role = Schemas['Role'];

/** What an administrator does with people's accounts. Needs a key with the scope `admin`. */
export function peopleOf(client: Cupel) {
  const person = (id: string) => `/api/people/${encodeURIComponent(id)}`;
  return {
    /** By login; `search` is part of the login or of the name. */
    list: (query: {
      readonly search?: string | undefined;
      readonly role?: Role | undefined;
      readonly cursor?: string | undefined;
      readonly limit?: number | undefined;
    }): Promise<Schemas['PeoplePage']> => client.call({ method: 'GET', path: '/api/people', query, repeatable: true }),
    /** Who did what with which account, newest first. */
    changes: (query: { readonly cursor?: string; readonly limit?: number } = {}): Promise<Schemas['AccountChangePage']> =>
      client.call({ method: 'GET', path: '/api/people/changes', query, repeatable: true }),
    /** A link by which one person makes an account; shown this once. */
    invite: (role: Role): Promise<Schemas['NewInvitation']> =>
      client.call({ method: 'POST', path: '/api/invitations', body: { role }, repeatable: false }),
    /** What is left out stays. */
    change: (id: string, changes: Schemas['PersonChanges']): Promise<Schemas['Person']> =>
      client.call({ method: 'PUT', path: person(id), body: changes, repeatable: true }),
    /** A link by which the person sets a new password; shown this once. */
    passwordLink: (id: string): Promise<Schemas['NewPasswordLink']> =>
      client.call({ method: 'POST', path: `${person(id)}/password-link`, repeatable: false }),
    signOutEverywhere: (id: string): Promise<void> =>
      client.call({ method: 'DELETE', path: `${person(id)}/sessions`, repeatable: true }),
  };
}
