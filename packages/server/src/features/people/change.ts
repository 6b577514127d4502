import { changePerson, createPasswordLink, signOutEverywhere } from '@cupel/store';
import { z } from 'zod';
import type { Principal } from '../../platform/auth/principal.js';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams, name, TimeSchema } from '../../platform/http/schemas.js';
import { PersonSchema, RoleSchema, serializePerson } from '../../platform/people/schema.js';

/** Seconds that a link for a new password lasts. */
const DAY = 86_400;

const actOf = ({ tenantId, principalId: byId }: Principal, { id }: { readonly id: string }) => ({ tenantId, byId, personId: id });

export const changePersonRoute = defineRoute({
  method: 'PUT',
  path: '/api/people/{id}',
  scope: 'admin',
  tag: 'People',
  summary: 'Change name or role, close an account or open it again; what is left out stays',
  params: IdParams,
  body: z
    .strictObject({ name: name(200).optional(), role: RoleSchema.optional(), disabled: z.boolean().optional() })
    .meta({ id: 'PersonChanges' }),
  responses: { 200: PersonSchema },
  errors: ['record_not_found', 'last_admin'],
  handler: async ({ services, principal, params, body }) => {
    const person = await changePerson(services.database, actOf(principal, params), body);
    services.authenticator.forget();
    return { status: 200, body: serializePerson(person) };
  },
});

export const passwordLinkRoute = defineRoute({
  method: 'POST',
  path: '/api/people/{id}/password-link',
  scope: 'admin',
  tag: 'People',
  summary: 'Make a link by which somebody sets a new password, once; it is shown in this answer and never again',
  params: IdParams,
  responses: { 201: z.object({ path: z.string(), expires_at: TimeSchema }).meta({ id: 'NewPasswordLink' }) },
  errors: ['record_not_found', 'password_elsewhere', 'account_disabled'],
  handler: async ({ services, principal, params }) => {
    const token = await createPasswordLink(services.database, actOf(principal, params), DAY);
    const expires = new Date(Date.now() + DAY * 1000).toISOString();
    return { status: 201, body: { path: `/reset/${token}`, expires_at: expires } };
  },
});

export const signOutEverywhereRoute = defineRoute({
  method: 'DELETE',
  path: '/api/people/{id}/sessions',
  scope: 'admin',
  tag: 'People',
  summary: 'Sign somebody out of every browser',
  params: IdParams,
  responses: { 204: z.undefined() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    await signOutEverywhere(services.database, actOf(principal, params));
    return { status: 204, body: undefined };
  },
});
