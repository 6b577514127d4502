import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two looks. What holds the loop up for less goes unseen; more looks would cost an idle host its sleep. */
const RESOLUTION = 20;

/** How long the event loop was held up at most since it was last asked, in seconds. */
export function watchEventLoop(): { longest(): number; close(): void } {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  return {
    longest: () => {
      const longest = Math.max(0, delays.max / 1e9 - RESOLUTION / 1e3);
      delays.reset();
      return longest;
    },
    close: () => void delays.disable(),
  };
}
