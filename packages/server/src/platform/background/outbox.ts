import type { Listener } from '@cupel/store';
import type { Loop } from './loop.js';

/**
 * Wakes a consumer of the outbox for messages that are its own, and for those of which it was not said whose they are: the
 * others' would cost it a transaction to find nothing. Returns what ends it.
 */
export function wakeByOutbox(listener: Listener, consumer: string, { wake }: Pick<Loop, 'wake'>): () => void {
  const hear = (whose: string) => {
    if (whose === '' || whose === consumer) wake();
  };
  listener.on('cupel_outbox', hear);
  return () => listener.off('cupel_outbox', hear);
}
