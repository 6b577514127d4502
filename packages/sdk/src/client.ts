import { CupelApiError } from './error.js';
import { newIdempotencyKey } from './idempotency.js';
import { readServerSent } from './server-sent.js';
import { type Call, pause, send, type TransportOptions } from './transport.js';
import type {
  Accepted,
  BatchAccepted,
  Health,
  InteractiveRequest,
  Result,
  Runtime,
  SubmissionEvent,
  SubmissionPage,
  SubmissionRequest,
} from './types.js';

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Made unless given: the same key and request give the same submission, however often it is sent. */
  readonly idempotencyKey?: string;
}

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds; no end unless given. */
  readonly timeout?: number;
}

const FINAL = new Set<string>(['done', 'failed', 'cancelled']);

/** Speaks with a Cupel service. Every method throws `CupelApiError` for what the service refuses. */
export class Cupel {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** Runs a program and waits for its result, however long that takes. */
  async run(request: SubmissionRequest, options: CallOptions & WaitOptions = {}): Promise<Result> {
    try {
      return await this.#submit<Result>(request, { ...options, wait: true });
    } catch (error) {
      if (!(error instanceof CupelApiError) || error.status !== 408 || error.id === undefined) throw error;
      return this.wait(error.id, options);
    }
  }

  /** Hands a program in and returns its id. */
  submit(request: SubmissionRequest | InteractiveRequest, options: CallOptions = {}): Promise<Accepted> {
    return this.#submit<Accepted>(request, { ...options, wait: false });
  }

  result(id: string, options: { readonly base64?: boolean; readonly signal?: AbortSignal } = {}): Promise<Result> {
    const query = options.base64 ? { encoding: 'base64' } : {};
    return this.call({
      method: 'GET',
      path: `/api/result/${encodeURIComponent(id)}`,
      query,
      repeatable: true,
      signal: options.signal,
    });
  }

  /** Asks until the submission has reached its end. Throws `wait_timeout` where the time runs out first. */
  async wait(id: string, { timeout = Number.POSITIVE_INFINITY, signal }: WaitOptions = {}): Promise<Result> {
    const until = performance.now() + timeout;
    for (let turn = 0; ; turn += 1) {
      const result = await this.result(id, signal ? { signal } : {});
      if (result.status === 'completed' || result.status === 'error') return result;
      const next = Math.min(600, 40 * 1.5 ** turn);
      if (performance.now() + next > until)
        throw new CupelApiError(408, { error: `no result within ${timeout} ms`, code: 'wait_timeout', id });
      await pause(next, signal);
    }
  }

  /** What happens to a submission, to its end. A connection that breaks is made anew, and nothing is told twice. */
  async *stream(
    id: string,
    options: { readonly after?: string; readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<SubmissionEvent> {
    let last = options.after;
    for (let quiet = 0; ; quiet += 1) {
      const headers = last === undefined ? {} : { 'last-event-id': last };
      const path = `/api/submissions/${encodeURIComponent(id)}/events`;
      const response = await send(this.#options, { method: 'GET', path, headers, repeatable: true, signal: options.signal });
      try {
        for await (const { id: number, event, data } of readServerSent(response.body ?? new ReadableStream())) {
          quiet = 0;
          if (number !== undefined) last = number;
          yield { ...(number !== undefined && { id: number }), kind: event, data: JSON.parse(data) } as SubmissionEvent;
          if (FINAL.has(event)) return;
        }
      } catch (error) {
        if (options.signal?.aborted || error instanceof CupelApiError) throw error;
      }
      await pause(Math.min(5_000, 250 * 2 ** quiet), options.signal);
    }
  }

  /** Hands in many at once; each is accepted or refused by itself. */
  batch(submissions: readonly SubmissionRequest[], options: CallOptions = {}): Promise<BatchAccepted> {
    const headers = { 'idempotency-key': options.idempotencyKey ?? newIdempotencyKey() };
    return this.call({
      method: 'POST',
      path: '/api/batch',
      body: { submissions },
      headers,
      repeatable: true,
      signal: options.signal,
    });
  }

  cancel(id: string): Promise<{ readonly id: string; readonly state: string }> {
    return this.call({ method: 'POST', path: `/api/submissions/${encodeURIComponent(id)}/cancel`, repeatable: false });
  }

  async delete(id: string): Promise<void> {
    await send(this.#options, { method: 'DELETE', path: `/api/submissions/${encodeURIComponent(id)}`, repeatable: false });
  }

  list(query: Readonly<Record<string, string | number | undefined>> = {}): Promise<SubmissionPage> {
    return this.call({ method: 'GET', path: '/api/submissions', query, repeatable: true });
  }

  languages(): Promise<readonly string[]> {
    return this.call({ method: 'GET', path: '/api/languages', repeatable: true });
  }

  runtimes(): Promise<readonly Runtime[]> {
    return this.call({ method: 'GET', path: '/api/runtimes', repeatable: true });
  }

  health(): Promise<Health> {
    return this.call({ method: 'GET', path: '/api/health', repeatable: true });
  }

  /** Any other route of the service, by its path; the answer's shape is told in openapi.json. */
  async call<T>(call: Call): Promise<T> {
    const response = await send(this.#options, call);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  /** One connection to any stream of events, until it ends or breaks; see `stream` for one that is made anew. */
  async *events<Event extends { readonly kind: string; readonly data: unknown }>(
    path: string,
    signal?: AbortSignal,
  ): AsyncGenerator<Event> {
    const response = await send(this.#options, { method: 'GET', path, repeatable: true, signal });
    try {
      for await (const { event, data } of readServerSent(response.body ?? new ReadableStream()))
        yield { kind: event, data: JSON.parse(data) } as Event;
    } catch (error) {
      if (signal?.aborted || error instanceof CupelApiError) throw error;
    }
  }

  #submit<T>(request: SubmissionRequest | InteractiveRequest, options: CallOptions & { readonly wait: boolean }): Promise<T> {
    return this.call<T>({
      method: 'POST',
      path: '/api/submit',
      query: options.wait ? { wait: true } : {},
      body: request,
      headers: { 'idempotency-key': options.idempotencyKey ?? newIdempotencyKey() },
      repeatable: true,
      signal: options.signal,
    });
  }
}
