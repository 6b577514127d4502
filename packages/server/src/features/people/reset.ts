import { getPasswordLink, usePasswordLink } from '@cupel/store';
import { z } from 'zod';
import { hashPassword } from '../../platform/auth/password.js';
import { beginSession, checkFromPage } from '../../platform/auth/sessions.js';
import { defineRoute } from '../../platform/http/route.js';
import { PasswordSchema, PersonSchema, serializePerson, TokenParams } from '../../platform/people/schema.js';

export const passwordLinkOfRoute = defineRoute({
  method: 'GET',
  path: '/api/password-links/{token}',
  scope: 'public',
  tag: 'People',
  summary: 'Whose password a link sets',
  params: TokenParams,
  responses: { 200: z.object({ login: z.string() }).meta({ id: 'PasswordLink' }) },
  errors: ['password_link_gone'],
  handler: async ({ services, params }) => ({
    status: 200,
    body: { login: (await getPasswordLink(services.database, params.token)).login },
  }),
});

export const resetPasswordRoute = defineRoute({
  method: 'POST',
  path: '/api/password-links/{token}',
  scope: 'public',
  tag: 'People',
  summary: 'Set the password that a link is for, end every session, and sign in',
  params: TokenParams,
  body: z.strictObject({ password: PasswordSchema }).meta({ id: 'PasswordReset' }),
  responses: { 201: PersonSchema },
  errors: ['password_link_gone', 'request_not_from_page'],
  handler: async ({ services, params, body, raw }) => {
    checkFromPage('POST', raw.headers);
    // Before the work of hashing: a stranger without a link costs a look-up.
    await getPasswordLink(services.database, params.token);
    const person = await usePasswordLink(services.database, params.token, await hashPassword(body.password));
    return {
      status: 201,
      body: serializePerson(person),
      headers: { 'set-cookie': await beginSession(services, person, raw.headers) },
    };
  },
});
