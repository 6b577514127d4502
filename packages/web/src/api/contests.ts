import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import type { Contest, ContestPage, Leaderboard } from './problem-types.ts';

const path = (id: string, rest = '') => `/api/contests/${encodeURIComponent(id)}${rest}`;

export const contestsQuery = queryOptions({
  queryKey: ['contests'],
  queryFn: () => client.call<ContestPage>({ method: 'GET', path: '/api/contests', query: { limit: 100 }, repeatable: true }),
});

export const contestQuery = (id: string) =>
  queryOptions({
    queryKey: ['contest', id],
    queryFn: () => client.call<Contest>({ method: 'GET', path: path(id), repeatable: true }),
  });

export function joinContest(id: string): Promise<unknown> {
  return client.call({ method: 'POST', path: path(id, '/participants'), body: {}, repeatable: true });
}

export interface BoardListener {
  onBoard(board: Leaderboard): void;
  onLive(live: boolean): void;
}

/** What changed: all of the head, the rows that are new or others, and who is no longer there. */
type BoardChange = Leaderboard & { readonly gone: readonly string[] };

/** The board as it is, and each time that it changes, until `close`. The browser itself comes back after a lost line. */
export function followBoard(id: string, { onBoard, onLive }: BoardListener): { close(): void } {
  const events = new EventSource(path(id, '/leaderboard/events'));
  let last: Leaderboard | undefined;
  const show = (board: Leaderboard) => {
    last = board;
    onBoard(board);
  };
  events.addEventListener('board', ({ data }) => show(JSON.parse(data) as Leaderboard));
  events.addEventListener('change', ({ data }) => last && show(changed(last, JSON.parse(data) as BoardChange)));
  events.addEventListener('open', () => onLive(true));
  events.addEventListener('error', () => onLive(false));
  return events;
}

/** In the order of the whole board: by rank, equals by name. */
function changed(before: Leaderboard, { gone, rows, ...head }: BoardChange): Leaderboard {
  const others = new Set([...gone, ...rows.map(({ participant }) => participant)]);
  const all = [...before.rows.filter(({ participant }) => !others.has(participant)), ...rows];
  return { ...head, rows: all.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1)) };
}
