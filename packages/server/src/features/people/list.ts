import { ACCOUNT_CHANGES, listAccountChanges, searchPeople } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { PageQuery, pageOf, TimeSchema, text } from '../../platform/http/schemas.js';
import { PersonSchema, RoleSchema, serializePerson } from '../../platform/people/schema.js';

const ListedPersonSchema = PersonSchema.extend({
  sessions: z.number().int().meta({ description: 'how many browsers are signed in' }),
  seen_at: TimeSchema.nullable(),
}).meta({ id: 'ListedPerson' });

export const listPeopleRoute = defineRoute({
  method: 'GET',
  path: '/api/people',
  scope: 'admin',
  tag: 'People',
  summary: 'Who has an account, by login',
  query: PageQuery.extend({
    search: text(200).optional().meta({ description: 'part of the login or of the name' }),
    role: RoleSchema.optional(),
  }),
  responses: { 200: pageOf(ListedPersonSchema).meta({ id: 'PeoplePage' }) },
  errors: [],
  handler: async ({ services, principal, query: { cursor: after, ...query } }) => {
    const { items, next } = await searchPeople(services.database, principal.tenantId, { ...query, after });
    const listed = items.map((person) => ({
      ...serializePerson(person),
      sessions: person.sessions,
      seen_at: person.seenAt?.toISOString() ?? null,
    }));
    return { status: 200, body: { items: listed, next: next ?? null } };
  },
});

const ChangeSchema = z
  .object({
    id: z.uuid(),
    at: TimeSchema,
    kind: z.enum(ACCOUNT_CHANGES),
    by: z.string().nullable().meta({ description: 'name of who did it; null for the service itself, by a key or a setting' }),
    login: z.string().nullable().meta({ description: 'whose account; null for an invitation' }),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AccountChange' });

export const listChangesRoute = defineRoute({
  method: 'GET',
  path: '/api/people/changes',
  scope: 'admin',
  tag: 'People',
  summary: 'Who did what with which account, newest first',
  query: PageQuery,
  responses: { 200: pageOf(ChangeSchema).meta({ id: 'AccountChangePage' }) },
  errors: ['cursor_bad'],
  handler: async ({ services, principal, query: { cursor, limit } }) => {
    const options = { limit, ...(cursor !== undefined && { after: cursor }) };
    const { items, next } = await listAccountChanges(services.database, principal.tenantId, options);
    const told = items.map(({ at, ...change }) => ({ ...change, at: at.toISOString() }));
    return { status: 200, body: { items: told, next: next ?? null } };
  },
});
