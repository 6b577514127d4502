import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { renderMetrics } from '../../platform/metrics/scrape.js';

export const metricsRoute = defineRoute({
  method: 'GET',
  path: '/metrics',
  scope: 'admin',
  tag: 'Health',
  summary: 'Metrics for Prometheus; with CUPEL_METRICS_PORT also without a key, on that port',
  responses: { 200: z.string() },
  errors: [],
  handler: async ({ services }) => {
    const { text, type } = await renderMetrics(services);
    return { status: 200, body: { stream: text, type } };
  },
});
