import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that is ready. */
export interface Running {
  readonly pid: number;
  /** Resolves with how it ended, in words, whoever ended it. */
  readonly exited: Promise<string>;
  /** Asks it to end, and makes it end where it does not. Resolves when it is gone. */
  stop(): Promise<void>;
}

export interface Component {
  readonly name: string;
  /** Resolves when it is ready; rejects where it ends before that. */
  start(): Promise<Running>;
}

export interface Kept {
  readonly name: string;
  stop(): Promise<void>;
}

const PAUSE_MS = { first: 50, most: 5_000 } as const;
/** What lived so long did not die of being started. */
const SETTLED_MS = 10_000;

/** Starts something, and starts it again whenever it ends. Rejects where it does not start the first time. */
export async function keepAlive({ name, start }: Component, say: (line: string) => void): Promise<Kept> {
  const stopping = new AbortController();
  let current: Running | undefined = await start();
  const keep = async () => {
    let pause: number = PAUSE_MS.first;
    let since = performance.now();
    while (!stopping.signal.aborted) {
      if (current) {
        const how = await current.exited;
        current = undefined;
        if (stopping.signal.aborted) return;
        if (performance.now() - since > SETTLED_MS) pause = PAUSE_MS.first;
        say(`${name} ended (${how}); it is started again.`);
      }
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, PAUSE_MS.most);
      if (stopping.signal.aborted) return;
      since = performance.now();
      current = await start().catch((error: Error) => {
        say(`${name} could not be started: ${error.message}`);
        return undefined;
      });
    }
  };
  const kept = keep();
  return {
    name,
    stop: async () => {
      stopping.abort();
      await current?.stop();
      await kept;
      // It may have become ready while it was told to stop.
      await current?.stop();
    },
  };
}
