import type { Log } from '../log/log.js';

export interface Loop {
  /** There may be something to do. */
  wake(): void;
  /** Settles when the round that runs has ended; no other begins. */
  stop(): Promise<void>;
}

/**
 * Does something again and again: when it is woken, and every so often anyway. A round that did something is followed by
 * another at once. A failing one is logged and tried again when the time comes.
 */
export function startLoop(name: string, log: Log, every: number, round: () => Promise<number>): Loop {
  let stopped = false;
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
  const wake = () => {
    if (stopped) return;
    again = true;
    running ??= run().finally(() => {
      running = undefined;
    });
  };
  const timer = setInterval(wake, every);
  const stop = async () => {
    stopped = true;
    clearInterval(timer);
    await running;
  };
  return { wake, stop };
}
