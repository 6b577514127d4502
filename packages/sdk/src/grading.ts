import type { CallOptions, Cupel } from './client.js';
import { CupelApiError } from './error.js';
import { newIdempotencyKey } from './idempotency.js';
import { pause } from './transport.js';
import type { GradeAnswer, GradeBatch, GradeBatchAccepted, GradeBatchRequest, GradeEvent, GradeRequest } from './types.js';

/** Grading by tests that come with the request: `gradingOf(client).grade({…})`. */
export function gradingOf(client: Cupel) {
  const post = <T>(
    path: string,
    body: unknown,
    query: Readonly<Record<string, boolean>>,
    { signal, idempotencyKey }: CallOptions,
  ) =>
    client.call<T>({
      ...{ method: 'POST', path, query, body, signal, repeatable: true },
      headers: { 'idempotency-key': idempotencyKey ?? newIdempotencyKey() },
    });
  const batchPath = (id: string) => `/api/grade/batch/${encodeURIComponent(id)}`;
  const graded = (id: string, signal?: AbortSignal) =>
    client.call<GradeAnswer>({ method: 'GET', path: `/api/grade/${encodeURIComponent(id)}`, repeatable: true, signal });
  return {
    /** Grades a program and waits for its points, however long that takes. */
    grade: async (request: GradeRequest, options: CallOptions = {}): Promise<GradeAnswer> => {
      try {
        return await post<GradeAnswer>('/api/grade', request, { wait: true }, options);
      } catch (error) {
        if (!(error instanceof CupelApiError) || error.status !== 408 || error.id === undefined) throw error;
        await client.wait(error.id, options);
        return graded(error.id, options.signal);
      }
    },
    graded,
    /** Up to 500 programs, by the same tests; each is accepted or refused by itself. */
    batch: (request: GradeBatchRequest, options: CallOptions = {}) =>
      post<GradeBatchAccepted>('/api/grade/batch', request, {}, options),
    batchResults: (id: string) => client.call<GradeBatch>({ method: 'GET', path: batchPath(id), repeatable: true }),
    /** Each result as it comes, to the last one. A connection that breaks is made anew, and nothing is told twice. */
    follow: async function* (id: string, { signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<GradeEvent> {
      const told = new Set<string>();
      for (let quiet = 0; ; quiet += 1) {
        for await (const event of client.events<GradeEvent>(`${batchPath(id)}/events`, signal)) {
          quiet = 0;
          if (event.kind === 'result' && told.has(event.data.id)) continue;
          if (event.kind === 'result') told.add(event.data.id);
          yield event;
          if (event.kind === 'done') return;
        }
        await pause(Math.min(5_000, 250 * 2 ** quiet), signal);
      }
    },
  };
}
