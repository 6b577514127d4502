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
  kind: z.enum(['preparing', 'compiling', 'running', 'usage', 'output', 'test', 'postponed', 'done']),
  data: z.record(z.string(), z.unknown()),
  /** Of `output`, in base64. */
  bytes: z.base64().optional(),
});
export type LiveEvent = z.output<typeof LiveEventSchema>;

/** From a worker to the API. */
export const WorkerMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), worker: z.string().min(1).max(200) }),
  LiveEventSchema,
]);
export type WorkerMessage = z.output<typeof WorkerMessageSchema>;

/** From the API to every worker. */
export const ApiMessageSchema = z.object({ type: z.enum(['watch', 'unwatch']), submission });
export type ApiMessage = z.output<typeof ApiMessageSchema>;

/** `data` of the event `usage`. */
export const UsageDataSchema = z.object({ cpu: z.number(), wall: z.number(), memory: z.number() });
/** `data` of the event `output`; its bytes are a piece of the stream, in order. */
export const OutputDataSchema = z.object({ stream: z.enum(['stdout', 'stderr']) });
