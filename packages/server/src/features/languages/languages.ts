import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';

export const languagesRoute = defineRoute({
  method: 'GET',
  path: '/api/languages',
  scope: 'public',
  rustbox: true,
  tag: 'Languages',
  summary: 'The ids of the languages that can be run now',
  responses: { 200: z.array(z.string()) },
  errors: [],
  handler: async ({ services }) => ({ status: 200, body: services.languages.available().map(({ id }) => id) }),
});
