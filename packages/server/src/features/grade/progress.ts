import { Readable } from 'node:stream';
import { CupelError } from '@cupel/domain';
import { countBatch, listEnded, listSubmissions } from '@cupel/store';
import { z } from 'zod';
import { requireOwn, seesOwnOnly } from '../../platform/auth/ownership.js';
import type { Principal } from '../../platform/auth/principal.js';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';
import type { Services } from '../../platform/services.js';
import { gradeAnswer } from './answer.js';
import { type GradeAnswer, GradeAnswerSchema } from './schema.js';

const ProgressSchema = z
  .object({ batch_id: z.string(), total: z.number().int(), completed: z.number().int(), done: z.boolean() })
  .meta({ id: 'GradeProgress' });
type Progress = z.input<typeof ProgressSchema>;

export const batchResultsRoute = defineRoute({
  method: 'GET',
  path: '/api/grade/batch/{id}',
  scope: 'read',
  tag: 'Grading',
  summary: 'How far a batch has come, and the results so far',
  params: IdParams,
  responses: { 200: z.object({ progress: ProgressSchema, results: z.array(GradeAnswerSchema) }).meta({ id: 'GradeBatch' }) },
  errors: ['record_not_found', 'submission_not_found'],
  handler: async ({ services, principal, params }) => {
    const progress = await progressOf(services, principal.tenantId, params.id);
    await requireOwnBatch(services, principal, params.id);
    const ids = await listEnded(services.database, principal.tenantId, params.id);
    const results = await Promise.all(ids.map((id) => answerOf(services, principal.tenantId, id)));
    return { status: 200, body: { progress, results } };
  },
});

export const batchEventsRoute = defineRoute({
  method: 'GET',
  path: '/api/grade/batch/{id}/events',
  scope: 'read',
  tag: 'Grading',
  summary: 'Follow a batch: each result as it comes, with how far it is',
  stream:
    'Events `result` (a GradeAnswer), `progress` (a GradeProgress) and, last, `done`. A reader who comes late is told all of it.',
  params: IdParams,
  responses: { 200: z.string() },
  errors: ['record_not_found', 'submission_not_found'],
  handler: async ({ services, principal, params, signal }) => {
    await progressOf(services, principal.tenantId, params.id);
    await requireOwnBatch(services, principal, params.id);
    const lines = follow(services, principal.tenantId, params.id.toLowerCase(), signal);
    return {
      status: 200,
      headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
      body: { stream: Readable.from(lines, { objectMode: false }), type: 'text/event-stream; charset=utf-8' },
    };
  },
});

/** Batches are made by services; a person is told of none, or of his own. Throws `record_not_found`, `submission_not_found`. */
async function requireOwnBatch(services: Services, principal: Principal, id: string): Promise<void> {
  if (!seesOwnOnly(principal)) return;
  const page = await listSubmissions(services.database, principal.tenantId, { batchId: id, limit: 1 });
  for (const submission of page.items) requireOwn(principal, submission);
}

/** Throws `record_not_found`. */
async function progressOf({ database }: Services, tenantId: string, id: string): Promise<Progress> {
  const states = await countBatch(database, tenantId, id);
  const total = Object.values(states).reduce((sum, count) => sum + count, 0);
  if (total === 0) throw new CupelError('record_not_found', { what: 'batch' });
  const open = states.queued + states.running;
  return { batch_id: id, total, completed: total - open, done: open === 0 };
}

async function answerOf(services: Services, tenantId: string, id: string): Promise<GradeAnswer> {
  return gradeAnswer(services, await services.read(tenantId, id));
}

/** Milliseconds between looks where nobody wakes us, and the least between two looks where everybody does. */
const LOOK = { most: 2_000, least: 50 } as const;
const QUIET = 15_000;

async function* follow(services: Services, tenantId: string, id: string, signal: AbortSignal): AsyncGenerator<string> {
  const { listener, metrics } = services;
  const told = new Set<string>();
  let wake: () => void = () => undefined;
  const ring = () => wake();
  listener.on('cupel_done', ring);
  signal.addEventListener('abort', ring, { once: true });
  metrics.streams.inc();
  try {
    yield 'retry: 1000\n\n';
    let spoke = performance.now();
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const progress = await progressOf(services, tenantId, id);
      const news = (await listEnded(services.database, tenantId, id)).filter((one) => !told.has(one));
      for (const one of news) {
        told.add(one);
        yield event('result', await answerOf(services, tenantId, one));
      }
      if (news.length > 0 || told.size === 0) yield event('progress', { ...progress, completed: told.size });
      if (progress.done && told.size >= progress.total) {
        yield event('done', progress);
        return;
      }
      if (news.length > 0) spoke = performance.now();
      else if (performance.now() - spoke > QUIET) {
        spoke = performance.now();
        yield ': still here\n\n';
      }
      await Promise.race([woken, pause(LOOK.most)]);
      await pause(LOOK.least);
    }
  } finally {
    listener.off('cupel_done', ring);
    metrics.streams.dec();
  }
}

function event(kind: string, data: unknown): string {
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
