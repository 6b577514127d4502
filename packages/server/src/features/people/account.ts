import { CupelError } from '@cupel/domain';
import { changePassword, changePerson, endSessionById, findPersonByLogin, getPerson, listSessions } from '@cupel/store';
import { z } from 'zod';
import { countAttempt } from '../../platform/auth/attempts.js';
import { hashPassword, verifyPassword } from '../../platform/auth/password.js';
import { requireSession } from '../../platform/auth/sessions.js';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams, name, TimeSchema, text } from '../../platform/http/schemas.js';
import { PasswordSchema, PersonSchema, serializePerson } from '../../platform/people/schema.js';

const AccountSchema = PersonSchema.extend({
  sessions: z.array(
    z.object({
      id: z.uuid(),
      browser: z.string(),
      created_at: TimeSchema,
      seen_at: TimeSchema,
      expires_at: TimeSchema,
      own: z.boolean().meta({ description: 'the one that asks' }),
    }),
  ),
}).meta({ id: 'Account' });

export const accountRoute = defineRoute({
  method: 'GET',
  path: '/api/account',
  scope: 'read',
  tag: 'Account',
  summary: "One's own account, and where one is signed in",
  responses: { 200: AccountSchema },
  errors: ['person_needed'],
  handler: async ({ services: { database }, principal, raw }) => {
    const token = requireSession(principal, raw.headers);
    const person = await getPerson(database, principal.tenantId, principal.principalId);
    const sessions = (await listSessions(database, principal.principalId, token)).map((session) => ({
      id: session.id,
      browser: session.browser,
      created_at: session.createdAt.toISOString(),
      seen_at: session.seenAt.toISOString(),
      expires_at: session.expiresAt.toISOString(),
      own: session.own,
    }));
    return { status: 200, body: { ...serializePerson(person), sessions } };
  },
});

export const renameRoute = defineRoute({
  method: 'PUT',
  path: '/api/account',
  scope: 'read',
  tag: 'Account',
  summary: "Change one's own name, as others see it",
  body: z.strictObject({ name: name(200) }).meta({ id: 'AccountChanges' }),
  responses: { 200: PersonSchema },
  errors: ['person_needed'],
  handler: async ({ services, principal, body, raw }) => {
    requireSession(principal, raw.headers);
    const { tenantId, principalId: id } = principal;
    const person = await changePerson(services.database, { tenantId, byId: id, personId: id }, body);
    return { status: 200, body: serializePerson(person) };
  },
});

export const passwordRoute = defineRoute({
  method: 'PUT',
  path: '/api/account/password',
  scope: 'read',
  tag: 'Account',
  summary: "Change one's own password; other sessions end",
  body: z.strictObject({ old: text(1000, 1), password: PasswordSchema }).meta({ id: 'PasswordChange' }),
  responses: { 204: z.undefined() },
  errors: ['person_needed', 'password_wrong', 'password_elsewhere', 'rate_limited'],
  handler: async ({ services: { database }, principal, body, raw, client }) => {
    const token = requireSession(principal, raw.headers);
    const { login, hasPassword } = await getPerson(database, principal.tenantId, principal.principalId);
    if (!hasPassword) throw new CupelError('password_elsewhere', { login });
    await countAttempt(database, login, client);
    const person = await findPersonByLogin(database, principal.tenantId, login);
    if (!(await verifyPassword(body.old, person?.password))) throw new CupelError('password_wrong', {}, { field: 'old' });
    await changePassword(database, principal, await hashPassword(body.password), token);
    return { status: 204, body: undefined };
  },
});

export const endSessionRoute = defineRoute({
  method: 'DELETE',
  path: '/api/account/sessions/{id}',
  scope: 'read',
  tag: 'Account',
  summary: 'Sign out of a browser elsewhere',
  params: IdParams,
  responses: { 204: z.undefined() },
  errors: ['person_needed', 'record_not_found'],
  handler: async ({ services, principal, params, raw }) => {
    requireSession(principal, raw.headers);
    await endSessionById(services.database, principal.principalId, params.id);
    return { status: 204, body: undefined };
  },
});
