import { type Audience, discloseProgress, readMaximum, readRational, type TestProgress, VERDICTS } from '@cupel/domain';
import { type EventPosition, findCurrentJudging, type Submission } from '@cupel/store';
import { z } from 'zod';
import { JUDGE, REJUDGE } from '../jobs/submission-options.js';
import { testOf } from '../results/judging.js';
import type { Services } from '../services.js';
import { isJury } from './audience.js';
import { knownProblem } from './known-problems.js';

/** An event as the worker wrote it, or as a reader is given it. */
export interface ReadableEvent {
  readonly position?: EventPosition;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly bytes?: Uint8Array;
}

/** The event `test` of a judging: see the worker's `progressOf`. */
const ProgressSchema = z.object({
  name: z.string(),
  number: z.number(),
  visibility: z.enum(['sample', 'hidden']),
  verdict: z.enum(VERDICTS),
  time: z.number(),
  wallTime: z.number(),
  memory: z.number(),
  runs: z.number(),
  points: z.string(),
  maximum: z.string(),
});

/** Whether what a reader is given of the submission's events depends on who reads. */
export function isJudged({ kind }: Pick<Submission, 'kind'>): boolean {
  return kind === JUDGE || kind === REJUDGE;
}

/**
 * The events of a judging as the audience may read them. Where tests are left out the rest is numbered anew: a gap in the numbers
 * would tell how many tests ran, and with it which was the first to fail. Such a reader resumes by being told all of it again from
 * the beginning, less what he has passed (`after`); so `events` must begin at the beginning.
 */
export async function* discloseEvents(
  services: Services,
  submission: Submission,
  audience: Audience,
  events: AsyncGenerator<ReadableEvent>,
  after: EventPosition | undefined,
): AsyncGenerator<ReadableEvent> {
  const seen = await seeingOf(services, submission, audience);
  let last: EventPosition = { epoch: -1, seq: -1 };
  try {
    for await (const event of events) {
      const data = event.kind === 'test' ? seen(event.data) : event.data;
      if (data === undefined) continue;
      if (isJury(audience) || event.position === undefined) {
        yield { ...event, data };
        continue;
      }
      const { epoch } = event.position;
      last = { epoch, seq: epoch === last.epoch ? last.seq + 1 : 0 };
      const isPassed = after !== undefined && (epoch < after.epoch || (epoch === after.epoch && last.seq <= after.seq));
      if (!isPassed) yield { ...event, position: last, data };
    }
  } finally {
    void events.return(undefined);
  }
}

async function seeingOf({ database }: Services, { tenantId, id }: Submission, audience: Audience) {
  const judging = await findCurrentJudging(database, tenantId, id);
  const known = judging && (await knownProblem(database, tenantId, judging.versionId));
  return (data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined => {
    const progress = progressOf(data);
    if (progress === undefined) return undefined;
    // One that is judged again beside the old result has no problem here, and the setter alone for a reader.
    const { disclosure, type } = known?.problem ?? { disclosure: undefined, type: 'scoring' };
    if (disclosure === undefined) return audience === 'setter' ? data : undefined;
    const told = discloseProgress(progress, audience, disclosure, type === 'scoring');
    return told && { ...testOf(told) };
  };
}

function progressOf(data: Readonly<Record<string, unknown>>): TestProgress | undefined {
  const parsed = ProgressSchema.safeParse(data).data;
  if (parsed === undefined) return undefined;
  const { points, maximum, ...rest } = parsed;
  return { ...rest, points: readRational(points), maximum: readMaximum(maximum) };
}
