import { useCallback, useEffect, useReducer, useRef } from 'react';
import { client } from '../../api/client.ts';
import { type JudgingAction, type JudgingState, reduceJudging } from './judging-state.ts';
import { performJudging } from './perform-judging.ts';

export interface JudgingControl {
  readonly state: JudgingState;
  start(submit: Parameters<typeof performJudging>[0]): void;
  cancel(): void;
}

/** What this page handed in last, followed to its end. `onEnd` is told once for each. */
export function useJudging(onEnd: () => void): JudgingControl {
  const [state, dispatch] = useReducer(reduceJudging, { kind: 'none' });
  const current = useRef<AbortController>(undefined);
  const ended = useRef(onEnd);
  ended.current = onEnd;
  useEffect(() => () => current.current?.abort(), []);
  const start = useCallback((submit: Parameters<typeof performJudging>[0]) => {
    current.current?.abort();
    const own = new AbortController();
    current.current = own;
    const tell = (action: JudgingAction) => {
      if (own.signal.aborted) return;
      dispatch(action);
      if (action.kind === 'end') ended.current();
    };
    void performJudging(submit, tell, own.signal);
  }, []);
  const id = state.kind === 'under way' ? state.id : undefined;
  const cancel = useCallback(() => {
    if (id !== undefined) void client.cancel(id).catch(() => undefined);
  }, [id]);
  return { state, start, cancel };
}
