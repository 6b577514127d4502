import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '../auth/principal.js';
import type { Services } from '../services.js';
import { fieldError } from './failure.js';
import { parseBody, requestHash } from './json.js';
import { type Answer, isStreamed, type Route } from './route.js';

const NOTHING = z.object({});
const NO_BYTES = Buffer.alloc(0);
/** For public routes, whose handlers never look. */
const NOBODY: Principal = { tenantId: '', principalId: '', kind: 'external', flowId: '', scopes: new Set() };

/** Hangs a route into the server: its schemas are checked here, and its answer is written. */
export function mount(app: FastifyInstance, services: Services, route: Route): void {
  app.route({
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ':$1'),
    bodyLimit: bodyLimit(services, route),
    config: { route },
    handler: async (request, reply) => {
      const answer = await route.handler(await requestOf(services, route, request, reply));
      return send(reply, answer);
    },
  });
}

function bodyLimit({ config }: Services, route: Route): number {
  if (route.upload) return config.packageBytes;
  return route.largeBody ? config.batchBytes : config.bodyBytes;
}

async function requestOf(services: Services, route: Route, request: FastifyRequest, reply: FastifyReply) {
  const bytes = Buffer.isBuffer(request.body) ? request.body : NO_BYTES;
  const body =
    route.body && checked(route.body, bytes.length === 0 ? undefined : await parseBody(bytes, services.config.jsonDepth));
  const isKeyed = request.headers['idempotency-key'] !== undefined;
  const bodyHash = isKeyed ? await requestHash(request.method, route.path, bytes) : NO_BYTES;
  return {
    params: checked(route.params ?? NOTHING, namesIn(request)) as Record<string, unknown>,
    query: checked(route.query ?? NOTHING, { ...(request.query as object) }) as Record<string, unknown>,
    body,
    principal: request.principal ?? NOBODY,
    get upload() {
      return request.body instanceof Readable ? request.body : Readable.from([]);
    },
    services,
    raw: request.raw,
    client: request.client,
    get log() {
      return services.log.child({ request: request.id });
    },
    header: (name: string) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    bodyHash,
    get signal() {
      return goneSignal(reply);
    },
  };
}

/** PostgreSQL takes no NUL as text. Nothing here has a name with U+FFFD in it, so what is asked for so is not found either. */
function namesIn({ params }: FastifyRequest): unknown {
  const entries = Object.entries(params as Record<string, string>);
  return Object.fromEntries(entries.map(([name, value]) => [name, value.replaceAll('\0', '\uFFFD')]));
}

function checked(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw fieldError(parsed.error);
  return parsed.data;
}

/** Aborts when the client has gone before it was answered. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  const look = () => {
    if (!reply.raw.writableEnded) gone.abort();
  };
  if (reply.raw.closed) look();
  else reply.raw.once('close', look);
  return gone.signal;
}

function send(reply: FastifyReply, { status, body, headers = {} }: Answer): FastifyReply {
  reply.code(status).headers({ ...headers });
  if (isStreamed(body)) return reply.type(body.type).send(body.stream);
  if (body === undefined || status === 204) return reply.send();
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}
