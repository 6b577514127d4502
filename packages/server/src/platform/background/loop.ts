import type { Log } from '../log/log.js';

export interface Loop {
  /** There may be something to do. */
  wake(): void;
  /** Settles when the round that runs has ended; no other begins. */
  stop(): Promise<void>;
}

/**
 * Does something again and again: when it is woken, and every so often anyway. A round that did something is followed by
 * another at once. A failing one is logged and tried again when the time comes. Wake-ups that come within `gather`
 * milliseconds are one.
 */
export function startLoop(name: string, log: Log, every: number, round: () => Promise<number>, gather = 0): Loop {
  let stopped = false;
  let gathering: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  const run = async () => {
    do {
      again = false;
      try {
        again = (await round()) > 0 || again;
      } catch (error) {
        log.warn({ loop: name, problem: error instanceof Error ? error.message : String(error) }, 'a round failed');
      }
    } while (again && !stopped);
  };
  const begin = () => {
    gathering = undefined;
    if (stopped) return;
    again = true;
    running ??= run().finally(() => {
      running = undefined;
    });
  };
  const wake = () => {
    if (gather === 0) begin();
    else gathering ??= setTimeout(begin, gather);
  };
  const timer = setInterval(begin, every);
  const stop = async () => {
    stopped = true;
    clearInterval(timer);
    clearTimeout(gathering);
    await running;
  };
  return { wake, stop };
}
