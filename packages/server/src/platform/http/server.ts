import { randomUUID } from 'node:crypto';
import { CupelError, size } from '@cupel/domain';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { clientAddress, proxyTest } from '../auth/addresses.js';
import { requireScope } from '../auth/scope.js';
import { openShell, wantsPage } from '../pages/shell.js';
import type { Services } from '../services.js';
import { checkRoutes } from './check-routes.js';
import { idleCut, limitConnections, serverOptions } from './connections.js';
import { allowOrigins } from './cors.js';
import { failureAnswer } from './failure.js';
import { mount } from './mount.js';
import { fileOfForm } from './multipart.js';
import type { Route } from './route.js';
import { SECURITY_HEADERS } from './security-headers.js';
import './request-state.js';

const UPLOAD_TYPES = ['application/zip', 'application/octet-stream', 'multipart/form-data'];

/** The HTTP server with its routes. It decides who may ask, how much, and what a refusal looks like; handlers do the rest. */
export function createServer(services: Services, routes: readonly Route[]): FastifyInstance {
  const { config } = services;
  const isProxy = proxyTest(config.trustedProxies);
  const app = fastify({
    bodyLimit: config.bodyBytes,
    connectionTimeout: idleCut(config),
    keepAliveTimeout: idleCut(config),
    http: serverOptions,
    genReqId: () => randomUUID(),
    logger: false,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: (error, socket) => {
      if (socket.writable) socket.end(rawRefusal((error as NodeJS.ErrnoException).code ?? ''));
    },
    frameworkErrors: (error, request, reply) => void refuse(services, request, reply as FastifyReply, error),
  });
  limitConnections(app.server, { requestSeconds: config.requestSeconds, perAddress: config.connectionsPerAddress, isProxy });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // Handed on as it comes: a route that asked for it counts it while it writes it to disk, and no other ever sees it.
  app.addContentTypeParser(UPLOAD_TYPES, (request, payload, done) => {
    const type = request.headers['content-type'] ?? 'without a type';
    if (!request.routeOptions.config.route?.upload) return done(new CupelError('media_type', { type }));
    return done(null, type.toLowerCase().startsWith('multipart/') ? fileOfForm(payload, request.headers) : payload);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id });
    const forwardedFor = request.headers['x-forwarded-for'];
    request.client = clientAddress(
      request.socket.remoteAddress ?? '',
      forwardedFor === undefined ? undefined : String(forwardedFor),
      isProxy,
    );
    request.startedAt = performance.now();
  });
  allowOrigins(app, config.corsOrigins);
  app.addHook('onRequest', (request, reply) => admit(services, request, reply));
  app.addHook('onResponse', async (request, reply) => observe(services, request, reply));
  app.setErrorHandler((error, request, reply) => refuse(services, request, reply, error));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const page = wantsPage(request.method, path, request.headers.accept) ? openShell(services.pages, {}) : undefined;
    if (page !== undefined) return reply.code(404).headers(page.headers).type('text/html; charset=utf-8').send(page.html);
    return refuse(services, request, reply, new CupelError('route_not_found', { method: request.method, path }));
  });
  checkRoutes(routes);
  for (const route of routes) mount(app, services, route);
  return app;
}

/** Before a byte of the body is read: who it is, whether he may, and whether he has asked too often. */
async function admit(services: Services, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { route } = request.routeOptions.config;
  await services.traffic.countAddress(request.client, reply);
  if (route === undefined || route.scope === 'public') return;
  request.principal = await services.authenticator.authenticate(request.raw);
  requireScope(request.principal, route.scope);
  await services.traffic.countKey(request.principal, reply);
}

function refuse(services: Services, request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const { route } = request.routeOptions?.config ?? {};
  const log = services.log.child({ request: request.id });
  const told = withParticulars(services, request, route, error);
  // Nobody reads the rest of an upload that is refused, so no other request may come after it on that connection.
  if (route?.upload && !request.raw.complete) reply.header('connection', 'close');
  const { status, body, headers } = failureAnswer(told, { requestId: request.id, log, rustbox: route?.rustbox ?? false });
  return reply.code(status).headers(headers).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** The framework's refusals leave out what the caller would want to know. */
function withParticulars(services: Services, request: FastifyRequest, route: Route | undefined, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new CupelError('body_too_large', { limit: size(limitOf(services, route)) });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new CupelError('media_type', { type: request.headers['content-type'] ?? 'without a type' });
  return error;
}

function limitOf({ config }: Services, route: Route | undefined): number {
  if (route?.upload) return config.packageBytes;
  return route?.largeBody ? config.batchBytes : config.bodyBytes;
}

function observe({ metrics, log }: Services, request: FastifyRequest, reply: FastifyReply): void {
  const seconds = (performance.now() - (request.startedAt ?? performance.now())) / 1000;
  const route = request.routeOptions?.config?.route?.path ?? 'none';
  const { method } = request;
  metrics.httpDuration.observe({ method, route, status: String(reply.statusCode) }, seconds);
  log.debug(
    {
      request: request.id,
      method,
      route,
      status: reply.statusCode,
      seconds,
      tenant: request.principal?.tenantId,
      key: request.principal?.keyId,
    },
    'request',
  );
}

/** For what never became a request. */
function rawRefusal(code: string): string {
  const late = code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const error = late
    ? new CupelError('request_timeout', {})
    : new CupelError('request_malformed', { problem: headerProblem(code) });
  const body = JSON.stringify({ error: error.message, code: error.code });
  const head = [
    `HTTP/1.1 ${late ? '408 Request Timeout' : '400 Bad Request'}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
  ];
  return `${[...head, `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`;
}

function headerProblem(code: string): string {
  return code === 'HPE_HEADER_OVERFLOW' ? 'its headers are too long' : 'it is not HTTP';
}
