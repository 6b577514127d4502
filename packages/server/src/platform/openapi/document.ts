import { type ErrorCode, errorDefinition } from '@cupel/domain';
import type { z } from 'zod';
import { checkRoutes } from '../http/check-routes.js';
import type { Route } from '../http/route.js';
import { ErrorSchema } from '../http/schemas.js';
import { Components, type JsonSchema } from './components.js';

/** What any route may answer besides its own errors, by what it takes. */
const ALWAYS: readonly ErrorCode[] = ['rate_limited', 'internal_error', 'database_unavailable'];
const WITH_SCOPE: readonly ErrorCode[] = ['unauthorized', 'scope_missing', 'host_refused', 'origin_refused'];
const WITH_BODY: readonly ErrorCode[] = [
  'not_json',
  'not_utf8',
  'json_too_deep',
  'json_key_twice',
  'json_key_refused',
  'field_bad',
  'body_too_large',
  'media_type',
];

/** The OpenAPI 3.1 document of the routes. The same routes always give the same text. */
export function openApiDocument(routes: readonly Route[], version: string): unknown {
  checkRoutes(routes);
  const components = new Components();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes.filter(({ page }) => !page)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, components) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Cupel',
      version,
      description: 'Runs code from strangers and tells what happened. Times are seconds, sizes are bytes, text is UTF-8.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { bearer: [] }],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: components.sorted(),
    },
  };
}

function operation(route: Route, components: Components): unknown {
  if (route.items) components.input(route.items);
  const words = route.path.split('/').filter((word) => word !== '' && word !== 'api' && !word.startsWith('{'));
  return {
    operationId: [route.method.toLowerCase(), ...words, ...(route.path.endsWith('}') ? ['one'] : [])]
      .join('_')
      .replaceAll('-', '_'),
    summary: route.summary,
    tags: [route.tag],
    ...(route.scope === 'public' ? { security: [] } : { description: `Needs the scope \`${route.scope}\`.` }),
    'x-cupel-scope': route.scope,
    parameters: [
      ...parameters(route.params, 'path', components),
      ...parameters(route.query, 'query', components),
      ...headers(route),
    ],
    ...(route.body && { requestBody: { required: true, content: json(components.input(route.body)) } }),
    ...(route.upload && { requestBody: { required: true, content: ZIP } }),
    responses: { ...answers(route, components), ...refusals(route, components) },
  };
}

const BYTES = { type: 'string', format: 'binary' } as const;
const ZIP = {
  'application/zip': { schema: BYTES },
  'multipart/form-data': { schema: { type: 'object', properties: { package: BYTES }, required: ['package'] } },
};

function json(schema: JsonSchema) {
  return { 'application/json': { schema } };
}

function parameters(schema: z.ZodObject | undefined, place: 'path' | 'query', components: Components): unknown[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = components.input(schema);
  return Object.entries(properties as Record<string, JsonSchema>).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (required as string[]).includes(name),
    schema: property,
  }));
}

function headers({ errors, stream }: Route): unknown[] {
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: false,
    schema: { type: 'string' },
    description,
  });
  return [
    ...(errors.includes('idempotency_key_bad')
      ? [header('Idempotency-Key', 'the same key and body give the same submission for 24 hours')]
      : []),
    ...(stream === undefined ? [] : [header('Last-Event-ID', 'id of the last event that was seen')]),
  ];
}

function answers({ responses, stream }: Route, components: Components): Record<string, unknown> {
  const entries = Object.entries(responses).map(([status, schema]) => {
    const description = Number(status) < 300 ? 'Done' : 'Not yet';
    if (stream !== undefined)
      return [status, { description: stream, content: { 'text/event-stream': { schema: { type: 'string' } } } }];
    if (schema.type === 'undefined') return [status, { description }];
    if (schema.type === 'string') return [status, { description, content: { 'text/plain': { schema: { type: 'string' } } } }];
    return [status, { description, content: json(components.output(schema)) }];
  });
  return Object.fromEntries(entries);
}

/** One entry for each status, which names the codes that it may come with. */
function refusals(route: Route, components: Components): Record<string, unknown> {
  const codes = [
    ...route.errors,
    ...ALWAYS,
    ...(route.scope === 'public' ? [] : WITH_SCOPE),
    ...(route.body ? WITH_BODY : shaped(route)),
  ];
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) byStatus.set(statusOf(code, route), [...(byStatus.get(statusOf(code, route)) ?? []), code]);
  const own = new Set(Object.keys(route.responses).map(Number));
  const entries = [...byStatus].filter(([status]) => !own.has(status)).sort(([a], [b]) => a - b);
  const schema = components.output(ErrorSchema);
  return Object.fromEntries(
    entries.map(([status, list]) => [
      status,
      { description: list.map((code) => `\`${code}\``).join(', '), content: json(schema) },
    ]),
  );
}

function shaped({ params, query }: Route): readonly ErrorCode[] {
  return params || query ? ['field_bad'] : [];
}

function statusOf(code: ErrorCode, { rustbox }: Route): number {
  return code === 'field_bad' && rustbox ? 400 : errorDefinition(code).status;
}
