import { chunkDecoder } from '@cupel/domain';
import { eventId } from '@cupel/store';
import { OutputDataSchema, UsageDataSchema } from '../../platform/live/protocol.js';
import type { FeedEvent } from './feed.js';

type Decoder = ReturnType<typeof chunkDecoder>;

/** Turns events into server-sent ones. One for each reader: a character may be split between two pieces of output. */
export function createEventWriter(): (event: FeedEvent) => string {
  const decoders = { stdin: chunkDecoder(), stdout: chunkDecoder(), stderr: chunkDecoder() };
  return (event) => {
    const id = event.position ? `id: ${eventId(event.position)}\n` : '';
    return `${id}event: ${event.kind}\ndata: ${JSON.stringify(dataOf(event, decoders))}\n\n`;
  };
}

/** Seconds and bytes, as everywhere at this edge. */
function dataOf({ kind, data, bytes }: FeedEvent, decoders: Record<'stdin' | 'stdout' | 'stderr', Decoder>): unknown {
  if (kind === 'usage') {
    const usage = UsageDataSchema.safeParse(data).data;
    return usage ? { cpu_time: usage.cpu / 1e6, wall_time: usage.wall / 1e6, memory: usage.memory } : {};
  }
  if (kind === 'input') return { ...data, ...shown(Buffer.from(bytes ?? []), decoders.stdin) };
  if (kind !== 'output') return data;
  const stream = OutputDataSchema.safeParse(data).data?.stream ?? 'stdout';
  return { stream, ...shown(Buffer.from(bytes ?? []), decoders[stream]) };
}

function shown(chunk: Buffer, decoder: Decoder) {
  return { text: decoder.decode(chunk), base64: chunk.toString('base64') };
}
