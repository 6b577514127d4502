import { CupelError } from '@cupel/domain';
import { createSession, findPersonByLogin, takeTokens } from '@cupel/store';
import { z } from 'zod';
import { firstPrincipal } from '../../platform/auth/first-tenant.js';
import { verifyPassword } from '../../platform/auth/password.js';
import { checkFromPage, SESSION_LASTS, sessionCookie } from '../../platform/auth/sessions.js';
import { RetryLater } from '../../platform/http/failure.js';
import { defineRoute } from '../../platform/http/route.js';
import { text } from '../../platform/http/schemas.js';
import { PersonSchema, serializePerson } from '../../platform/people/schema.js';
import type { Services } from '../../platform/services.js';

/** Attempts at one name, and seconds until they are granted anew. */
const ATTEMPTS = { capacity: 10, seconds: 300 };

export const signInRoute = defineRoute({
  method: 'POST',
  path: '/api/session',
  scope: 'public',
  tag: 'Sessions',
  summary: 'Sign in; the session is a cookie of this browser',
  body: z.strictObject({ login: text(200, 1), password: text(1000, 1) }).meta({ id: 'SignIn' }),
  responses: { 201: PersonSchema },
  errors: ['sign_in_refused', 'request_not_from_page', 'rate_limited'],
  handler: async ({ services, body: { login, password }, raw }) => {
    checkFromPage('POST', raw.headers);
    await countAttempt(services, login);
    const { database, config } = services;
    const { tenantId } = await firstPrincipal(database);
    const person = await findPersonByLogin(database, tenantId, login);
    if (!(await verifyPassword(password, person?.password)) || person === undefined) throw new CupelError('sign_in_refused', {});
    const token = await createSession(database, person.principalId, SESSION_LASTS);
    return { status: 201, body: serializePerson(person), headers: { 'set-cookie': sessionCookie(config, token) } };
  },
});

/** Guessing is slow for one name, from however many addresses. */
async function countAttempt({ database }: Services, login: string): Promise<void> {
  const [state] = await takeTokens(database, [{ name: `sign-in:${login.toLowerCase()}`, ...ATTEMPTS }]);
  if (state && !state.allowed)
    throw new RetryLater('rate_limited', { retryAfter: Math.ceil(state.retryAfter) }, state.retryAfter);
}
