import { z } from 'zod';

/**
 * The live channel. A worker opens one WebSocket to the API (`LIVE_PATH`, with the token of `liveToken` as
 * `Authorization: Bearer`) and keeps it open. The API names the submissions that somebody looks at; of those, and of no
 * others, the worker sends every event from the first one on, also those of before it was asked. What must not be lost
 * goes through the database as well (`appendEvents`, `complete`): this channel is only quicker and finer.
 */
export const LIVE_PATH = '/internal/live';
export const LIVE_MAX_BYTES = 2 * 1024 * 1024;

const submission = z.uuid();

/** Times are microseconds, sizes are bytes. Numbered by the holder of the lease, from 1 on, without gaps. */
const LiveEventSchema = z.object({
  type: z.literal('event'),
  submission,
  epoch: z.number().int().nonnegative(),
  seq: z.number().int().positive(),
  kind: z.enum(['preparing', 'compiling', 'running', 'usage', 'output', 'input', 'test', 'postponed', 'done']),
  data: z.record(z.string(), z.unknown()),
  /** Of `output` and `input`, in base64. */
  bytes: z.base64().optional(),
});
export type LiveEvent = z.output<typeof LiveEventSchema>;

/** What became of something typed; see `TypedInput`. `elsewhere`: the program is not with this worker, or no longer. */
const TYPED_OUTCOMES = [
  'taken',
  'repeated',
  'full',
  'too_much',
  'closed',
  'ended',
  'out_of_order',
  'no_terminal',
  'elsewhere',
] as const;
export type TypedOutcome = (typeof TYPED_OUTCOMES)[number];

const TypedAnswerSchema = z.object({
  type: z.literal('typed'),
  request: z.string().max(100),
  outcome: z.enum(TYPED_OUTCOMES),
  /** The number that is expected next of this writer. */
  next: z.number().int().positive().optional(),
});
export type TypedAnswer = Omit<z.output<typeof TypedAnswerSchema>, 'type' | 'request'>;

/** From a worker to the API. `holds` tells which programs can be typed into here, from their claim to their end. */
export const WorkerMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), worker: z.string().min(1).max(200) }),
  z.object({ type: z.literal('holds'), submission, holds: z.boolean() }),
  TypedAnswerSchema,
  LiveEventSchema,
]);
export type WorkerMessage = z.output<typeof WorkerMessageSchema>;

/** Something typed into a program: its parts are done in this order. */
const TypedSchema = z.object({
  /** Whoever numbers: each of several that type into the same program. */
  writer: z.string().max(100).optional(),
  /** From 1 on, without gaps; the same number again is not done again. */
  seq: z.number().int().positive().optional(),
  /** Bytes of the input, in base64. */
  data: z.base64().optional(),
  /** After this the program reads no more. */
  end: z.boolean().optional(),
  /** Number of a signal. */
  signal: z.number().int().optional(),
  /** The new size of its terminal. */
  terminal: z.object({ columns: z.number().int(), rows: z.number().int() }).optional(),
});
export type Typed = z.output<typeof TypedSchema>;

/** From the API: whom to tell of goes to every worker, what is typed to the one that holds the program. */
export const ApiMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('watch'), submission }),
  z.object({ type: z.literal('unwatch'), submission }),
  TypedSchema.extend({ type: z.literal('input'), submission, request: z.string().max(100) }),
]);
export type ApiMessage = z.output<typeof ApiMessageSchema>;

/** `data` of the event `usage`. */
export const UsageDataSchema = z.object({ cpu: z.number(), wall: z.number(), memory: z.number() });
/** `data` of the event `output`; its bytes are a piece of the stream, in order. */
export const OutputDataSchema = z.object({ stream: z.enum(['stdout', 'stderr']) });
