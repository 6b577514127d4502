import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 50;

/**
 * Asks the API whether it is ready to run programs: it looks at the workers only now and then. A service that lacks something
 * is announced all the same after a while, for it says itself what that is.
 */
export async function untilReady(url: string): Promise<void> {
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(PAUSE_MS)) {
    const answer = await fetch(new URL('/api/health/ready', url)).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
  }
}
