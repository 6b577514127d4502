import { CupelApiError, type InteractiveRequest, type SubmissionEvent } from '@cupel/sdk';
import { client, isUnknown, problemOf } from '../../api/client.ts';
import { persistently } from '../../api/persistently.ts';
import type { RunAction } from './run-state.ts';

/** Sends a program, follows it to its end, and survives that the service cannot be reached for a while. */
export async function performRun(
  request: InteractiveRequest,
  tell: (action: RunAction) => void,
  signal: AbortSignal,
): Promise<void> {
  tell({ kind: 'begin' });
  // One key for all attempts: what did arrive before the line broke is not run twice.
  const idempotencyKey = crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4))).join('-');
  await guarded(tell, signal, async () => {
    const accepted = await persistently('offline', tell, signal, () => client.submit(request, { idempotencyKey, signal }));
    tell({ kind: 'accepted', id: accepted.id });
    await follow(accepted.id, tell, signal);
  });
}

/** Follows a run that this tab began before it was loaded anew. */
export async function resumeRun(id: string, tell: (action: RunAction) => void, signal: AbortSignal): Promise<void> {
  tell({ kind: 'begin', id });
  await guarded(tell, signal, () => follow(id, tell, signal));
}

async function follow(id: string, tell: (action: RunAction) => void, signal: AbortSignal): Promise<void> {
  const queue = new EventQueue(tell);
  let last: string | undefined;
  await persistently('lost', tell, signal, async () => {
    for await (const event of client.stream(id, { signal, ...(last !== undefined && { after: last }) })) {
      if (event.id !== undefined) last = event.id;
      queue.push(event);
    }
  });
  queue.flush();
  const result = await persistently('lost', tell, signal, () => client.result(id, { signal }));
  tell({ kind: 'end', result });
}

async function guarded(tell: (action: RunAction) => void, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof CupelApiError || error instanceof Error)
      tell({ kind: 'refuse', problem: problemOf(error), unknown: isUnknown(error) });
  }
}

/** Gathers what comes within a frame: an endless printer must not draw the page a thousand times a second. */
class EventQueue {
  readonly #tell: (action: RunAction) => void;
  #events: SubmissionEvent[] = [];
  #frame: number | undefined;

  constructor(tell: (action: RunAction) => void) {
    this.#tell = tell;
  }

  push(event: SubmissionEvent): void {
    this.#events.push(event);
    // A tab in the background draws no frames; a timer would be slowed there, too, but not stopped.
    this.#frame ??= window.setTimeout(() => this.flush(), 16);
  }

  flush(): void {
    window.clearTimeout(this.#frame);
    this.#frame = undefined;
    const events = this.#events;
    this.#events = [];
    if (events.length > 0) this.#tell({ kind: 'events', events });
  }
}
