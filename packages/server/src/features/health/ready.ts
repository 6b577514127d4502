import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { conditionOf, HealthSchema } from './condition.js';

const ReadySchema = HealthSchema.extend({ status: z.literal('ready') }).meta({ id: 'Ready' });
const NotReadySchema = HealthSchema.extend({ status: z.literal('not_ready'), error: z.string(), code: z.string() }).meta({
  id: 'NotReady',
});

export const readyRoute = defineRoute({
  method: 'GET',
  path: '/api/health/ready',
  scope: 'public',
  rustbox: true,
  tag: 'Health',
  summary: 'Whether programs can be run now: database, a worker, and every wall that is asked for',
  responses: { 200: ReadySchema, 503: NotReadySchema },
  errors: [],
  handler: async ({ services }) => {
    const condition = await conditionOf(services);
    // Walls may be missing where the operator has said so, and only there.
    const walls = services.config.permissive || condition.enforcement_mode === 'strict';
    if (condition.database === 'ok' && condition.workers > 0 && walls)
      return { status: 200, body: { ...condition, status: 'ready' } };
    const error = `the service is not ready: ${condition.problems.join('; ') || 'a wall is missing'}`;
    return {
      status: 503,
      headers: { 'retry-after': '2' },
      body: { ...condition, status: 'not_ready', error, code: 'not_ready' },
    };
  },
});
