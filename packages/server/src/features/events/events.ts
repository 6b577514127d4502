import { getSubmission, parseEventId } from '@cupel/store';
import { z } from 'zod';
import { requireReadable } from '../../platform/contests/secrets.js';
import { eventStream } from '../../platform/http/event-stream.js';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';
import { audienceOf, isJury } from '../../platform/judging/audience.js';
import { discloseEvents, isJudged, type ReadableEvent } from '../../platform/judging/progress.js';
import { feed } from './feed.js';
import { createEventWriter } from './wire.js';

export const eventsRoute = defineRoute({
  method: 'GET',
  path: '/api/submissions/{id}/events',
  scope: 'read',
  tag: 'Submissions',
  summary: 'Follow a submission as it happens; after its end, all of it again',
  stream:
    'Events `queued`, `position`, `preparing`, `compiling`, `running`, `usage`, `output`, `input` (what was typed into a program without a terminal), `test` (a test that ended, as far as this ' +
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
    await requireReadable(services, principal, submission);
    const after = parseEventId(header('last-event-id') ?? query.after ?? '');
    const audience = audienceOf(principal);
    const isNumberedAnew = isJudged(submission) && !isJury(audience);
    const from = isNumberedAnew ? undefined : after;
    const told = feed(services, principal.tenantId, submission.id, from, signal);
    const shown = isJudged(submission) ? discloseEvents(services, submission, audience, told, after) : told;
    return eventStream(services, written(shown), signal);
  },
});

async function* written(events: AsyncGenerator<ReadableEvent>): AsyncGenerator<string> {
  const write = createEventWriter();
  for await (const event of events) yield write(event);
}
