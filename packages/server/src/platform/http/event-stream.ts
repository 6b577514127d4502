import { Readable } from 'node:stream';
import type { Services } from '../services.js';
import type { Streamed } from './route.js';

const KEEP_ALIVE = 15_000;

/** An answer of server-sent events, each as the text that goes out. */
export function eventStream(
  services: Services,
  events: AsyncGenerator<string>,
  signal: AbortSignal,
): { readonly status: 200; readonly headers: Readonly<Record<string, string>>; readonly body: Streamed } {
  const lines = withKeepAlive(services, events, signal);
  return {
    status: 200,
    headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    body: {
      stream: Readable.from(lines, { objectMode: false, highWaterMark: 64 * 1024 }),
      type: 'text/event-stream; charset=utf-8',
    },
  };
}

/** A comment now and then, so that neither side nor a proxy between takes silence for death. */
async function* withKeepAlive(
  { metrics, log }: Services,
  events: AsyncGenerator<string>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  metrics.streams.inc();
  try {
    yield 'retry: 1000\n\n';
    let next = events.next();
    while (!signal.aborted) {
      const event = await orQuiet(next);
      if (event === 'quiet') yield ': still here\n\n';
      else if (event.done) return;
      else {
        yield event.value;
        next = events.next();
      }
    }
  } catch (error) {
    // The head has gone out, so nothing but the end can be told; the client comes back with the last id.
    log.warn({ problem: error instanceof Error ? error.message : String(error) }, 'event stream broke');
  } finally {
    metrics.streams.dec();
    void events.return(undefined);
  }
}

async function orQuiet<T>(next: Promise<T>): Promise<T | 'quiet'> {
  let timer: NodeJS.Timeout | undefined;
  const quiet = new Promise<'quiet'>((resolve) => {
    timer = setTimeout(() => resolve('quiet'), KEEP_ALIVE);
  });
  try {
    return await Promise.race([next, quiet]);
  } finally {
    clearTimeout(timer);
  }
}
