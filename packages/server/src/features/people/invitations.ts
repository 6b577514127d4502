import { acceptInvitation, createInvitation, getInvitation } from '@cupel/store';
import { z } from 'zod';
import { hashPassword } from '../../platform/auth/password.js';
import { beginSession, checkFromPage } from '../../platform/auth/sessions.js';
import { defineRoute } from '../../platform/http/route.js';
import { name, TimeSchema } from '../../platform/http/schemas.js';
import {
  LoginSchema,
  PasswordSchema,
  PersonSchema,
  RoleSchema,
  serializePerson,
  TokenParams,
} from '../../platform/people/schema.js';

const WEEK = 7 * 86_400;

export const inviteRoute = defineRoute({
  method: 'POST',
  path: '/api/invitations',
  scope: 'admin',
  tag: 'People',
  summary: 'Make a link by which one person makes an account; it is shown in this answer and never again',
  body: z.strictObject({ role: RoleSchema.default('submitter') }).meta({ id: 'InvitationRequest' }),
  responses: { 201: z.object({ path: z.string(), role: RoleSchema, expires_at: TimeSchema }).meta({ id: 'NewInvitation' }) },
  errors: [],
  handler: async ({ services, principal, body: { role } }) => {
    const { tenantId, principalId: byId } = principal;
    const token = await createInvitation(services.database, { tenantId, byId, role, lasts: WEEK });
    const expires = new Date(Date.now() + WEEK * 1000).toISOString();
    return { status: 201, body: { path: `/join/${token}`, role, expires_at: expires } };
  },
});

export const invitationRoute = defineRoute({
  method: 'GET',
  path: '/api/invitations/{token}',
  scope: 'public',
  tag: 'People',
  summary: 'What an invitation is for',
  params: TokenParams,
  responses: { 200: z.object({ role: RoleSchema }).meta({ id: 'Invitation' }) },
  errors: ['invitation_gone'],
  handler: async ({ services, params }) => ({
    status: 200,
    body: { role: (await getInvitation(services.database, params.token)).role },
  }),
});

export const joinRoute = defineRoute({
  method: 'POST',
  path: '/api/invitations/{token}/accept',
  scope: 'public',
  tag: 'People',
  summary: 'Make the account that an invitation is for, and sign in',
  params: TokenParams,
  body: z
    .strictObject({ login: LoginSchema, name: name(200).optional(), password: PasswordSchema })
    .meta({ id: 'AcceptInvitation' }),
  responses: { 201: PersonSchema },
  errors: ['invitation_gone', 'login_taken', 'request_not_from_page'],
  handler: async ({ services, params, body, raw }) => {
    checkFromPage('POST', raw.headers);
    const { database } = services;
    // Before the work of hashing: a stranger without a link costs a look-up.
    await getInvitation(database, params.token);
    const password = await hashPassword(body.password);
    const { login } = body;
    const person = await acceptInvitation(database, params.token, { login, name: body.name ?? login, password });
    return {
      status: 201,
      body: serializePerson(person),
      headers: { 'set-cookie': await beginSession(services, person, raw.headers) },
    };
  },
});
