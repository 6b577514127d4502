import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId } from '../ids.js';
import type { Listener } from '../listener.js';

const FIND_STATE: Statement = {
  name: 'is final',
  text: `SELECT state IN ('completed', 'cancelled', 'failed') AS final FROM submissions WHERE tenant_id = $1 AND id = $2`,
};

const FIND_ENDED: Statement = {
  name: 'find ended',
  text: `SELECT id FROM submissions WHERE id = ANY ($1::uuid[]) AND state IN ('completed', 'cancelled', 'failed')`,
};

const LOOK_EVERY = 5_000;

export interface Waiter {
  /**
   * To be called before submitting under an id that was made beforehand: so the end cannot come before the ear.
   * Resolves to false when `timeout` milliseconds pass or the signal aborts first.
   */
  expect(submissionId: string, timeout: number, signal?: AbortSignal): Promise<boolean>;
  /** For a submission that is there already; returns at once when it has ended. Throws `submission_not_found`. */
  waitFor(tenantId: string, submissionId: string, timeout: number, signal?: AbortSignal): Promise<boolean>;
  /** How many ends are waited for. */
  readonly awaited: number;
  close(): void;
}

/** Tells when submissions end, woken by NOTIFY. All that is waited for is looked up together every few seconds, too. */
export function createWaiter(connection: Connection, listener: Listener): Waiter {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (id: string) => {
    for (const resolve of waiting.get(id) ?? []) resolve();
  };
  const look = () => {
    if (waiting.size === 0) return;
    connection.query<{ id: string }>(FIND_ENDED, [[...waiting.keys()]]).then(
      (rows) => rows.forEach(({ id }) => void wake(id)),
      // The database is away; the next look, or the listener's return, comes.
      () => undefined,
    );
  };
  listener.on('cupel_done', wake);
  listener.on('cupel_cancel', wake);
  listener.on('resync', look);
  const timer = setInterval(look, LOOK_EVERY);
  timer.unref();

  const expect: Waiter['expect'] = (id, timeout, signal) =>
    new Promise((resolve) => {
      const settle = (ended: boolean) => () => {
        clearTimeout(limit);
        signal?.removeEventListener('abort', stop);
        const others = waiting.get(id);
        others?.delete(wakeUp);
        if (others?.size === 0) waiting.delete(id);
        resolve(ended);
      };
      const wakeUp = settle(true);
      const stop = settle(false);
      const limit = setTimeout(stop, timeout);
      waiting.set(id, (waiting.get(id) ?? new Set()).add(wakeUp));
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop, { once: true });
    });

  return {
    get awaited() {
      return waiting.size;
    },
    expect,
    waitFor: async (tenantId, id, timeout, signal) => {
      if (!isId(id)) throw new CupelError('submission_not_found', {});
      const ended = expect(id, timeout, signal);
      const [row] = await connection.query<{ final: boolean }>(FIND_STATE, [tenantId, id]);
      if (row && !row.final) return ended;
      wake(id);
      if (row === undefined) throw new CupelError('submission_not_found', {});
      return ended;
    },
    close: () => {
      clearInterval(timer);
      listener.off('cupel_done', wake);
      listener.off('cupel_cancel', wake);
      listener.off('resync', look);
    },
  };
}
