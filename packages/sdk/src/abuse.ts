import type { Cupel } from './client.js';
import type { AbusePage, CoolDownPage } from './types.js';

type Query = Readonly<Record<string, string | number | undefined>>;

/** What an operator sees of abuse, and does about it. Needs a key with the scope `admin`. */
export function abuseOf(client: Cupel) {
  const coolDowns = '/api/abuse/cool-downs';
  return {
    list: (query: Query = {}): Promise<AbusePage> => client.call({ method: 'GET', path: '/api/abuse', query, repeatable: true }),
    coolDowns: (query: Query = {}): Promise<CoolDownPage> =>
      client.call({ method: 'GET', path: coolDowns, query, repeatable: true }),
    lift: (id: string): Promise<void> =>
      client.call({ method: 'DELETE', path: `${coolDowns}/${encodeURIComponent(id)}`, repeatable: false }),
  };
}
