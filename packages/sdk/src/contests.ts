import type { Cupel } from './client.js';
import type { components } from './openapi.gen.js';
import { pause } from './transport.js';

type Schemas = components['schemas'];
export type Contest = Schemas['Contest'];
export type ContestPage = Schemas['ContestPage'];
export type ContestRequest = Readonly<Partial<Schemas['ContestRequest']> & Pick<Schemas['ContestRequest'], 'slug' | 'title'>>;
export type Leaderboard = Schemas['Leaderboard'];
export type BoardRow = Schemas['BoardRow'];
export type Rejudge = Schemas['Rejudge'];
export type RejudgeSummary = Schemas['RejudgeSummary'];
export type RejudgePage = Schemas['RejudgePage'];
export type RejudgeRequest = Readonly<Partial<Schemas['RejudgeRequest']>>;

type Change = Omit<Leaderboard, 'rows'> & { readonly rows: readonly BoardRow[]; readonly gone: readonly string[] };
type BoardEvent = { readonly kind: 'board'; readonly data: Leaderboard } | { readonly kind: 'change'; readonly data: Change };

type Query = Readonly<Record<string, string | number | undefined>>;

/** Contests and their boards, by id or slug: `contestsOf(client).leaderboard('spring-cup')`. What writes needs the scope `setter`. */
export function contestsOf(client: Cupel) {
  const at = (contest: string, rest = '') => `/api/contests/${encodeURIComponent(contest)}${rest}`;
  const get = <T>(path: string, query: Query = {}) => client.call<T>({ method: 'GET', path, query, repeatable: true });
  const post = <T>(path: string, body?: unknown) =>
    client.call<T>({ method: 'POST', path, ...(body !== undefined && { body }), repeatable: false });
  return {
    create: (contest: ContestRequest) => post<Contest>('/api/contests', contest),
    list: (query: Query = {}) => get<ContestPage>('/api/contests', query),
    get: (contest: string) => get<Contest>(at(contest)),
    /** Takes part oneself, or puts somebody on the list whom the caller's own system knows as `user`. */
    join: (contest: string, who: { readonly user?: string; readonly name?: string } = {}) =>
      post<{ readonly id: string; readonly name: string }>(at(contest, '/participants'), who),
    unfreeze: (contest: string) => post<Contest>(at(contest, '/unfreeze')),
    /** Replaces all that it is. */
    update: (contest: string, is: ContestRequest) =>
      client.call<Contest>({ method: 'PUT', path: at(contest), body: is, repeatable: true }),
    delete: (contest: string) => client.call<void>({ method: 'DELETE', path: at(contest), repeatable: false }),
    leaderboard: (contest: string) => get<Leaderboard>(at(contest, '/leaderboard')),
    /** The whole board whenever it has changed. A connection that breaks is made anew. */
    follow: async function* (contest: string, { signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<Leaderboard> {
      for (let quiet = 0; ; quiet += 1) {
        let board: Leaderboard | undefined;
        for await (const event of client.events<BoardEvent>(at(contest, '/leaderboard/events'), signal)) {
          quiet = 0;
          if (event.kind === 'board') board = event.data;
          else if (board !== undefined) board = changed(board, event.data);
          if (board !== undefined) yield board;
        }
        await pause(Math.min(5_000, 250 * 2 ** quiet), signal);
      }
    },
  };
}

/** The order of a board is that of its ranks, and among equals that of their names. */
function changed(board: Leaderboard, { gone, rows, ...head }: Change): Leaderboard {
  const all = new Map(board.rows.map((row) => [row.participant, row]));
  for (const participant of gone) all.delete(participant);
  for (const row of rows) all.set(row.participant, row);
  const key = ({ name, participant }: BoardRow) => `${name}\0${participant}`;
  return { ...head, rows: [...all.values()].sort((one, other) => one.rank - other.rank || (key(one) < key(other) ? -1 : 1)) };
}

/** Judging again beside the results that stand. Needs the scope `setter`. */
export function rejudgesOf(client: Cupel) {
  const at = (id: string, rest = '') => `/api/rejudges/${encodeURIComponent(id)}${rest}`;
  return {
    start: (request: RejudgeRequest) =>
      client.call<RejudgeSummary>({ method: 'POST', path: '/api/rejudges', body: request, repeatable: false }),
    list: (query: Query = {}) => client.call<RejudgePage>({ method: 'GET', path: '/api/rejudges', query, repeatable: true }),
    get: (id: string) => client.call<Rejudge>({ method: 'GET', path: at(id), repeatable: true }),
    apply: (id: string) => client.call<RejudgeSummary>({ method: 'POST', path: at(id, '/apply'), repeatable: false }),
    drop: (id: string) => client.call<RejudgeSummary>({ method: 'POST', path: at(id, '/drop'), repeatable: false }),
  };
}
