import { CupelError } from '@cupel/domain';
import { findPersonByLogin } from '@cupel/store';
import { z } from 'zod';
import { countAttempt } from '../../platform/auth/attempts.js';
import { firstPrincipal } from '../../platform/auth/first-tenant.js';
import { verifyPassword } from '../../platform/auth/password.js';
import { beginSession, checkFromPage } from '../../platform/auth/sessions.js';
import { defineRoute } from '../../platform/http/route.js';
import { text } from '../../platform/http/schemas.js';
import { PersonSchema, serializePerson } from '../../platform/people/schema.js';

export const signInRoute = defineRoute({
  method: 'POST',
  path: '/api/session',
  scope: 'public',
  tag: 'Sessions',
  summary: 'Sign in; the session is a cookie of this browser',
  body: z.strictObject({ login: text(200, 1), password: text(1000, 1) }).meta({ id: 'SignIn' }),
  responses: { 201: PersonSchema },
  errors: ['sign_in_refused', 'request_not_from_page', 'rate_limited'],
  handler: async ({ services, body: { login, password }, raw, client }) => {
    checkFromPage('POST', raw.headers);
    const { database } = services;
    await countAttempt(database, login, client);
    const { tenantId } = await firstPrincipal(database);
    const person = await findPersonByLogin(database, tenantId, login);
    if (!(await verifyPassword(password, person?.password)) || person === undefined) throw new CupelError('sign_in_refused', {});
    return {
      status: 201,
      body: serializePerson(person),
      headers: { 'set-cookie': await beginSession(services, person, raw.headers) },
    };
  },
});
