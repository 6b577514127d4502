import { client, isUnknown, problemOf } from '../../api/client.ts';
import { persistently } from '../../api/persistently.ts';
import { judgedResult } from '../../api/problems.ts';
import type { JudgingAction, ToldEvent } from './judging-state.ts';

/** Hands something in and follows it to its end; a line that breaks in between costs time, and nothing is handed in twice. */
export async function performJudging(
  submit: (options: { readonly idempotencyKey: string; readonly signal: AbortSignal }) => Promise<{ readonly id: string }>,
  tell: (action: JudgingAction) => void,
  signal: AbortSignal,
): Promise<void> {
  tell({ kind: 'begin' });
  const idempotencyKey = Array.from(crypto.getRandomValues(new Uint32Array(4))).join('-');
  try {
    const { id } = await persistently('offline', tell, signal, () => submit({ idempotencyKey, signal }));
    tell({ kind: 'accepted', id });
    let last: string | undefined;
    await persistently('lost', tell, signal, async () => {
      for await (const event of client.stream(id, { signal, ...(last !== undefined && { after: last }) })) {
        if (event.id !== undefined) last = event.id;
        tell({ kind: 'event', event: event as ToldEvent });
      }
    });
    tell({ kind: 'end', result: await persistently('lost', tell, signal, () => judgedResult(id, signal)) });
  } catch (error) {
    if (!signal.aborted) tell({ kind: 'refuse', problem: problemOf(error), unknown: isUnknown(error) });
  }
}
