import { listPeople } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { PersonSchema, serializePerson } from '../../platform/people/schema.js';

export const listPeopleRoute = defineRoute({
  method: 'GET',
  path: '/api/people',
  scope: 'admin',
  tag: 'People',
  summary: 'Who has an account',
  responses: { 200: z.array(PersonSchema) },
  errors: [],
  handler: async ({ services, principal }) => ({
    status: 200,
    body: (await listPeople(services.database, principal.tenantId)).map(serializePerson),
  }),
});
