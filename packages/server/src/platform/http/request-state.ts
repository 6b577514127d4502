import 'fastify';
import type { Principal } from '../auth/principal.js';
import type { Route } from './route.js';

/** What the hooks leave with a request for those that come after them. */
declare module 'fastify' {
  interface FastifyRequest {
    /** Whose address counts, after trusted proxies. */
    client: string;
    startedAt: number;
    principal?: Principal;
  }
  interface FastifyContextConfig {
    route?: Route;
  }
}
