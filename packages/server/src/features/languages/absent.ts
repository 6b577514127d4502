import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';

const AbsentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    packages: z.array(z.string()).meta({ description: 'the Debian packages that bring it to a worker' }),
  })
  .meta({ id: 'AbsentLanguage' });

export const absentRoute = defineRoute({
  method: 'GET',
  path: '/api/languages/absent',
  scope: 'public',
  tag: 'Languages',
  summary: 'The languages that this service knows and no worker has, each with what would bring it',
  responses: { 200: z.array(AbsentSchema) },
  errors: [],
  handler: async ({ services: { languages } }) => {
    const here = new Set(languages.available().map(({ id }) => id));
    const absent = languages.known.filter(({ id }) => !here.has(id));
    return { status: 200, body: absent.map(({ id, name, packages }) => ({ id, name, packages: [...packages] })) };
  },
});
