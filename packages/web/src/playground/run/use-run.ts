import type { Result, SubmissionRequest } from '@cupel/sdk';
import { useCallback, useEffect, useEffectEvent, useReducer, useRef } from 'react';
import { client } from '../../api/client.ts';
import { recallHere, rememberHere } from '../../design/memory.ts';
import { performRun, resumeRun } from './follow.ts';
import { type RunAction, type RunState, reduceRun } from './run-state.ts';

const NAME = 'run';

export interface RunOptions {
  /** Whether what this tab ran before it was loaded anew is shown again. */
  readonly resumes: boolean;
  onEnd?(result: Result): void;
}

export interface Run {
  readonly state: RunState;
  start(request: SubmissionRequest): void;
  stop(): void;
}

/** The run of this tab. One that was under way when the page was loaded anew is followed again. */
export function useRun({ resumes, onEnd }: RunOptions): Run {
  const [state, dispatch] = useReducer(reduceRun, { kind: 'none' });
  const current = useRef<AbortController>(undefined);
  const begin = useCallback((work: (tell: (action: RunAction) => void, signal: AbortSignal) => Promise<void>) => {
    current.current?.abort();
    const own = new AbortController();
    current.current = own;
    const tell = (action: RunAction) => {
      if (own.signal.aborted) return;
      if (action.kind === 'accepted') rememberHere(NAME, action.id);
      if (action.kind === 'refuse') rememberHere(NAME, undefined);
      dispatch(action);
    };
    void work(tell, own.signal);
  }, []);
  useEffect(() => {
    const id = recallHere(NAME);
    if (resumes && id !== undefined) begin((tell, signal) => resumeRun(id, tell, signal));
    return () => current.current?.abort();
  }, [begin, resumes]);
  const result = state.kind === 'ended' ? state.result : undefined;
  const tellEnd = useEffectEvent((ended: Result) => onEnd?.(ended));
  useEffect(() => {
    if (result) tellEnd(result);
  }, [result]);
  const id = state.kind === 'under way' ? state.id : undefined;
  const stop = useCallback(() => {
    if (id !== undefined) void client.cancel(id).catch(() => undefined);
    else {
      current.current?.abort();
      dispatch({ kind: 'refuse', problem: '', unknown: false });
    }
  }, [id]);
  const start = useCallback((request: SubmissionRequest) => begin((tell, signal) => performRun(request, tell, signal)), [begin]);
  return { state, start, stop };
}
