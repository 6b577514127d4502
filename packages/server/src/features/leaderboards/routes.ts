import { type Contest, getPublicContest } from '@cupel/store';
import { z } from 'zod';
import { contestFor, viewOf } from '../../platform/contests/access.js';
import { eventStream } from '../../platform/http/event-stream.js';
import { defineRoute, type Route } from '../../platform/http/route.js';
import type { Services } from '../../platform/services.js';
import { boardOf, type WrittenBoard } from './board.js';
import { followBoard } from './follow.js';
import { BoardSchema } from './schema.js';

const Params = z.object({ id: z.string().max(200).meta({ description: 'UUID or slug of the contest' }) });
const PublicParams = z.object({ id: z.string().max(200).meta({ description: 'UUID of the contest' }) });

const STREAM =
  'Events `board` (a Leaderboard) and then `change`: the head of a Leaderboard, `rows` that are new or others, and `gone`, the ' +
  'participants who are on it no more.';

const leaderboardRoute = defineRoute({
  method: 'GET',
  path: '/api/contests/{id}/leaderboard',
  scope: 'read',
  tag: 'Contests',
  summary: 'The board of a contest: as it is for the jury, frozen for everybody else. Answers 304 to If-None-Match',
  params: Params,
  responses: { 200: BoardSchema, 304: z.undefined() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params, header }) => {
    const contest = await contestFor(services, principal, params.id);
    return answer(await boardOf(services, contest, viewOf(principal)), header('if-none-match'));
  },
});

const eventsRoute = defineRoute({
  method: 'GET',
  path: '/api/contests/{id}/leaderboard/events',
  scope: 'read',
  tag: 'Contests',
  summary: 'Follow the board of a contest',
  stream: STREAM,
  params: Params,
  responses: { 200: z.string() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params, signal }) => {
    const contest = await contestFor(services, principal, params.id);
    const reload = () => contestFor(services, principal, contest.id);
    return eventStream(services, followBoard(services, contest.id, viewOf(principal), reload, signal), signal);
  },
});

/** Whoever knows the id of a public contest; the jury reads its own board by the other route. */
const publicRoute = defineRoute({
  method: 'GET',
  path: '/api/public/contests/{id}/leaderboard',
  scope: 'public',
  tag: 'Contests',
  summary: 'The board of a public contest, as it is shown to everybody',
  params: PublicParams,
  responses: { 200: BoardSchema, 304: z.undefined() },
  errors: ['record_not_found'],
  handler: async ({ services, params, header }) => {
    const contest = await publicContest(services, params.id);
    return answer(await boardOf(services, contest, 'shown'), header('if-none-match'));
  },
});

const publicEventsRoute = defineRoute({
  method: 'GET',
  path: '/api/public/contests/{id}/leaderboard/events',
  scope: 'public',
  tag: 'Contests',
  summary: 'Follow the board of a public contest',
  stream: STREAM,
  params: PublicParams,
  responses: { 200: z.string() },
  errors: ['record_not_found'],
  handler: async ({ services, params, signal }) => {
    const { id } = await publicContest(services, params.id);
    const reload = () => publicContest(services, id);
    return eventStream(services, followBoard(services, id, 'shown', reload, signal), signal);
  },
});

const publicContest = ({ database }: Services, id: string): Promise<Contest> => getPublicContest(database, id);

function answer({ etag, text }: WrittenBoard, known: string | undefined) {
  const headers = { etag, 'cache-control': 'no-cache' };
  const tags = known?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  if (tags.includes(etag)) return { status: 304, headers, body: undefined } as const;
  return { status: 200, headers, body: { stream: text, type: 'application/json; charset=utf-8' } } as const;
}

export const leaderboardRoutes: readonly Route[] = [leaderboardRoute, eventsRoute, publicRoute, publicEventsRoute];
