import { Readable } from 'node:stream';
import { getSubmission, parseEventId } from '@cupel/store';
import { z } from 'zod';
import { requireOwn } from '../../platform/auth/ownership.js';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';
import { audienceOf, isJury } from '../../platform/judging/audience.js';
import { discloseEvents, isJudged, type ReadableEvent } from '../../platform/judging/progress.js';
import type { Services } from '../../platform/services.js';
import { feed } from './feed.js';
import { createEventWriter } from './wire.js';

const KEEP_ALIVE = 15_000;

export const eventsRoute = defineRoute({
  method: 'GET',
  path: '/api/submissions/{id}/events',
  scope: 'read',
  tag: 'Submissions',
  summary: 'Follow a submission as it happens; after its end, all of it again',
  stream:
    'Events `queued`, `position`, `preparing`, `compiling`, `running`, `usage`, `output`, `test` (a test that ended, as far as this ' +
    'reader may know of it), `postponed` (the problem is broken; it is judged again when it is repaired), `requeued` and, last, ' +
    '`done`, `failed` or `cancelled`. ' +
    'Numbered ones can be resumed from with Last-Event-ID.',
  params: IdParams,
  query: z.object({
    after: z.string().max(40).optional().meta({ description: 'as Last-Event-ID, for clients that cannot send headers' }),
  }),
  responses: { 200: z.string() },
  errors: ['submission_not_found'],
  handler: async ({ services, params, principal, query, header, signal }) => {
    const submission = await getSubmission(services.database, principal.tenantId, params.id);
    requireOwn(principal, submission);
    const after = parseEventId(header('last-event-id') ?? query.after ?? '');
    const audience = audienceOf(principal);
    const isNumberedAnew = isJudged(submission) && !isJury(audience);
    const from = isNumberedAnew ? undefined : after;
    const told = feed(services, principal.tenantId, submission.id, from, signal);
    const shown = isJudged(submission) ? discloseEvents(services, submission, audience, told, after) : told;
    const lines = withKeepAlive(services, shown, signal);
    const headers = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
    return {
      status: 200,
      headers,
      body: {
        stream: Readable.from(lines, { objectMode: false, highWaterMark: 64 * 1024 }),
        type: 'text/event-stream; charset=utf-8',
      },
    };
  },
});

/** A comment now and then, so that neither side nor a proxy between takes silence for death. */
async function* withKeepAlive(
  { metrics, log }: Services,
  events: AsyncGenerator<ReadableEvent>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const write = createEventWriter();
  metrics.streams.inc();
  try {
    yield 'retry: 1000\n\n';
    let next = events.next();
    while (!signal.aborted) {
      const event = await orQuiet(next);
      if (event === 'quiet') yield ': still here\n\n';
      else if (event.done) return;
      else {
        yield write(event.value);
        next = events.next();
      }
    }
  } catch (error) {
    // The head has gone out, so nothing but the end can be told; the client comes back with the last id.
    log.warn({ problem: error instanceof Error ? error.message : String(error) }, 'event stream broke');
  } finally {
    metrics.streams.dec();
    void events.return(undefined);
  }
}

async function orQuiet<T>(next: Promise<T>): Promise<T | 'quiet'> {
  let timer: NodeJS.Timeout | undefined;
  const quiet = new Promise<'quiet'>((resolve) => {
    timer = setTimeout(() => resolve('quiet'), KEEP_ALIVE);
  });
  try {
    return await Promise.race([next, quiet]);
  } finally {
    clearTimeout(timer);
  }
}
