import { endSession, findSession } from '@cupel/store';
import { z } from 'zod';
import { checkFromPage, scopesOf, sessionCookie, sessionTokenOf } from '../../platform/auth/sessions.js';
import { defineRoute } from '../../platform/http/route.js';
import { PersonSchema, serializePerson } from '../../platform/people/schema.js';

const SessionSchema = z
  .object({
    person: PersonSchema.nullable(),
    scopes: z.array(z.string()).meta({ description: 'what requests of this browser may do' }),
    provider: z.string().nullable().meta({ description: 'name of the other provider that one may sign in at' }),
  })
  .meta({ id: 'Session' });

/** Public: whoever asks is told what is known of him, and for a stranger that is nothing. */
export const sessionRoute = defineRoute({
  method: 'GET',
  path: '/api/session',
  scope: 'public',
  tag: 'Sessions',
  summary: 'Who this browser is signed in as',
  responses: { 200: SessionSchema },
  errors: [],
  handler: async ({ services, raw }) => {
    const token = sessionTokenOf(raw.headers);
    const person = token === undefined ? undefined : await findSession(services.database, token);
    // On loopback a page without a session may do what requests without a key may.
    const keyless = person ? undefined : await services.authenticator.authenticate(raw).catch(() => undefined);
    const scopes: string[] = [...(person ? scopesOf(person.role) : (keyless?.scopes ?? []))];
    const provider = services.config.oidcIssuer === undefined ? null : services.config.oidcName;
    return { status: 200, body: { person: person ? serializePerson(person) : null, scopes, provider } };
  },
});

export const signOutRoute = defineRoute({
  method: 'DELETE',
  path: '/api/session',
  scope: 'public',
  tag: 'Sessions',
  summary: 'Sign out',
  responses: { 204: z.undefined() },
  errors: ['request_not_from_page'],
  handler: async ({ services, raw }) => {
    checkFromPage('DELETE', raw.headers);
    const token = sessionTokenOf(raw.headers);
    if (token !== undefined) await endSession(services.database, token);
    return { status: 204, body: undefined, headers: { 'set-cookie': sessionCookie(services.config, undefined) } };
  },
});
