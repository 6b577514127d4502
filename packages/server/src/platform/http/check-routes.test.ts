import { expect, test } from 'vitest';
import { z } from 'zod';
import { ROUTES } from '../../features/routes.js';
import { openApiDocument } from '../openapi/document.js';
import { checkRoutes, routeProblems } from './check-routes.js';
import { defineRoute, type Route } from './route.js';

const route = defineRoute({
  method: 'GET',
  path: '/api/thing/{id}',
  scope: 'read',
  tag: 'Things',
  summary: 'A thing',
  params: z.object({ id: z.string() }),
  responses: { 200: z.string() },
  errors: [],
  handler: async () => ({ status: 200, body: '' }),
});

test('every route of the service is sound', () => {
  expect(routeProblems(ROUTES)).toEqual([]);
});

test('a route without a scope bites, in the check and in the OpenAPI file', () => {
  const { scope: _, ...open } = route;
  expect(routeProblems([open as Route])).toEqual(['GET /api/thing/{id}: has no scope']);
  expect(() => checkRoutes([open as Route])).toThrow(/no scope/);
  expect(() => openApiDocument([open as Route], '0')).toThrow(/no scope/);
});

test('a route that is there twice, or whose parameters are others, bites', () => {
  expect(routeProblems([route, route])).toEqual(['GET /api/thing/{id}: is there twice']);
  const problems = routeProblems([{ ...route, path: '/api/thing/{name}' }]);
  expect(problems).toEqual(['GET /api/thing/{name}: names the parameters name, but declares id']);
});
