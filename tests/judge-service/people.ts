import { createKey, ensurePrincipal, openDatabase } from '@cupel/store';
import { beforeAll } from 'vitest';
import document from '../../openapi.json' with { type: 'json' };
import { databaseUrl } from '../integration/service.ts';
import { readEvents } from '../server/support/stream.ts';
import { type Cast, type Person, personWith } from './support.ts';

export type Named = Person & { readonly principal: string };

/** Persons of the tenant with a key each, who see what is their own. */
export function usePeople(cast: () => Cast, names: readonly string[]): (name: string) => Named {
  const people = new Map<string, Named>();
  beforeAll(async () => {
    const { service } = cast();
    const connectionString = databaseUrl(service.dataDir);
    const database = openDatabase({ connectionString, applicationName: 'tests', minConnections: 0 });
    try {
      const [tenant] = await database.query<{ id: string }>({ text: 'SELECT id FROM tenants' });
      const tenantId = tenant?.id ?? '';
      for (const name of names) {
        const { id: principalId } = await ensurePrincipal(database, { tenantId, kind: 'person', name, externalId: name });
        const { token } = await createKey(database, { tenantId, principalId, name, scopes: ['submit', 'read'] });
        people.set(name, { ...personWith(service.url, token), principal: principalId });
      }
    } finally {
      await database.close();
    }
  });
  return (name) => {
    const person = people.get(name);
    if (person === undefined) throw new Error(name);
    return person;
  };
}

/** Every GET of the API with whatever ids there are; streams for as long as they have something to say at once. */
export async function everything(
  url: string,
  person: Person,
  ids: readonly string[],
): Promise<readonly (readonly [path: string, text: string])[]> {
  const paths = Object.entries(document.paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []));
  const replies: (readonly [string, string])[] = [];
  for (const path of paths) {
    for (const id of path.includes('{id}') ? ids : ['']) {
      const own = path.replace('{id}', id).replace('{number}', '1').replace('{test}', '1').replace('{part}', 'answer');
      if (own.includes('{')) continue;
      replies.push([own, own.endsWith('/leaderboard/events') ? await firstOf(url, person, own) : (await person.get(own)).text]);
    }
  }
  return replies;
}

/** What a stream that never ends says first. */
async function firstOf(url: string, person: Person, path: string): Promise<string> {
  const events = readEvents({ api: { url } as never }, path, { 'x-api-key': person.key }, () => true);
  return JSON.stringify(await events.catch(() => []));
}
