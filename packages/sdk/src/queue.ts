import type { Cupel } from './client.js';
import type { DeadLetterPage, Queue } from './types.js';

/** What an operator does with the queue. Needs a key with the scope `admin`. */
export function queueOf(client: Cupel) {
  const dead = (id: string) => `/api/queue/dead/${encodeURIComponent(id)}`;
  return {
    depth: (): Promise<Queue> => client.call({ method: 'GET', path: '/api/queue', repeatable: true }),
    deadLetters: (query: Readonly<Record<string, string | number | undefined>> = {}): Promise<DeadLetterPage> =>
      client.call({ method: 'GET', path: '/api/queue/dead', query, repeatable: true }),
    retry: (id: string): Promise<{ readonly id: string }> =>
      client.call({ method: 'POST', path: `${dead(id)}/retry`, repeatable: false }),
    drop: (id: string): Promise<void> => client.call({ method: 'DELETE', path: dead(id), repeatable: false }),
  };
}
