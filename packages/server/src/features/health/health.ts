import { defineRoute } from '../../platform/http/route.js';
import { conditionOf, HealthSchema } from './condition.js';

export const healthRoute = defineRoute({
  method: 'GET',
  path: '/api/health',
  scope: 'public',
  rustbox: true,
  tag: 'Health',
  summary: 'How the service does; answers 200 for as long as it can answer',
  responses: { 200: HealthSchema },
  errors: [],
  handler: async ({ services, header }) => {
    const keyless = header('x-api-key') === undefined && header('authorization') === undefined;
    const warning = { 'x-rustbox-warning': 'no API key', 'x-cupel-warning': 'no API key' };
    return { status: 200, body: await conditionOf(services), ...(keyless && { headers: warning }) };
  },
});
