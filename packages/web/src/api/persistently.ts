import { isUnreachable } from './client.ts';

/** Before anything arrived there, and after. */
type LostPhase = 'offline' | 'lost';

const LOOK_AGAIN = 1_500;

/** Until it succeeds or is refused: that the service cannot be reached is told, and tried again. */
export async function persistently<T>(
  phase: LostPhase,
  tell: (action: { readonly kind: 'phase'; readonly phase: LostPhase }) => void,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || !isUnreachable(error)) throw error;
      tell({ kind: 'phase', phase });
      await untilWorthATry(signal);
    }
  }
}

/** A little while, or as soon as the browser says that there is a network again. */
function untilWorthATry(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, LOOK_AGAIN);
    window.addEventListener('online', done);
    signal.addEventListener('abort', done, { once: true });
  });
}
