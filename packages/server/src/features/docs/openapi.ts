import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';

export const openApiRoute = defineRoute({
  method: 'GET',
  path: '/openapi.json',
  scope: 'public',
  tag: 'Docs',
  summary: 'This document',
  responses: { 200: z.record(z.string(), z.unknown()) },
  errors: [],
  handler: async ({ services }) => ({
    status: 200,
    body: { stream: services.openapi, type: 'application/json; charset=utf-8' },
    headers: { 'cache-control': 'public, max-age=300' },
  }),
});
