import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { ErrorCode } from '@cupel/domain';
import type { Scope } from '@cupel/store';
import type { z } from 'zod';
import type { Principal } from '../auth/principal.js';
import type { Log } from '../log/log.js';
import type { Services } from '../services.js';

/** `public` is for what a stranger may know; everything else names what the key must be good for. */
export type RouteScope = Scope | 'public';

type Shape = z.ZodObject;
type Responses = Readonly<Record<number, z.ZodType>>;

export interface RequestOf<Params extends Shape, Query extends Shape, Body extends z.ZodType> {
  readonly params: z.output<Params>;
  readonly query: z.output<Query>;
  readonly body: z.output<Body>;
  readonly principal: Principal;
  readonly services: Services;
  readonly log: Log;
  /** Header names are in lower case; of one that came twice, the first. */
  header(name: string): string | undefined;
  /** The body of a route that takes an archive, to be read once and counted while it is. */
  readonly upload: Readable;
  /** The request itself, for who must look at all of its head. */
  readonly raw: IncomingMessage;
  /** The address that counts, after trusted proxies. */
  readonly client: string;
  /** SHA-256 of method, path and body as they came, where the request has an Idempotency-Key; empty otherwise. */
  readonly bodyHash: Buffer;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

/** Bytes that are written as they come, in a type of their own. */
export interface Streamed {
  readonly stream: Readable | string | Buffer;
  readonly type: string;
}

type AnswerOf<R extends Responses> = {
  [Status in keyof R]: {
    readonly status: Status;
    readonly body: z.input<R[Status]> | Streamed;
    readonly headers?: Readonly<Record<string, string>>;
  };
}[keyof R];

/** An endpoint: all that is known of it, in one place. OpenAPI, validation, types and the SDK follow from it. */
export interface RouteDefinition<P extends Shape, Q extends Shape, B extends z.ZodType, R extends Responses> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parameters stand in braces: `/api/result/{id}`. */
  readonly path: string;
  readonly scope: RouteScope;
  readonly summary: string;
  readonly tag: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** What the body names in its lists but leaves unchecked, for OpenAPI. */
  readonly items?: z.ZodType;
  /** By status; those of errors follow from `errors`. */
  readonly responses: R;
  readonly errors: readonly ErrorCode[];
  /** The Rustbox shape: a request that does not fit is answered 400, where our own routes say 422. */
  readonly rustbox?: boolean;
  /** The body may be as large as a batch. */
  readonly largeBody?: boolean;
  /** The body is an archive (application/zip, or the file of a multipart/form-data), which the handler reads as it comes; it is never held in memory. */
  readonly upload?: boolean;
  /** For people's browsers: left out of OpenAPI. */
  readonly page?: boolean;
  /** What the stream's events are, for OpenAPI. */
  readonly stream?: string;
  readonly handler: (request: RequestOf<P, Q, B>) => Promise<AnswerOf<R>>;
}

/** A route whose particular types have served their purpose. */
export interface Route extends Omit<RouteDefinition<Shape, Shape, z.ZodType, Responses>, 'handler'> {
  readonly handler: (request: RequestOf<Shape, Shape, z.ZodType>) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Checks the definition against the types of its handler. */
export function defineRoute<P extends Shape, Q extends Shape, B extends z.ZodType, const R extends Responses>(
  route: RouteDefinition<P, Q, B, R>,
): Route {
  return route as unknown as Route;
}

export function isStreamed(body: unknown): body is Streamed {
  return typeof body === 'object' && body !== null && 'stream' in body && 'type' in body;
}
