import type { InteractiveRequest, Result } from '@cupel/sdk';
import { useCallback, useEffect, useEffectEvent, useReducer, useRef, useState } from 'react';
import { client } from '../../api/client.ts';
import { recallHere, rememberHere } from '../../design/memory.ts';
import type { TerminalKind } from '../terminal/display.ts';
import { performRun, resumeRun } from './follow.ts';
import { RunFeed } from './run-feed.ts';
import { RunInput } from './run-input.ts';
import { type RunAction, type RunState, reduceRun } from './run-state.ts';

const NAME = 'run';
/** How that run is typed into. */
const KIND = 'run.kind';

export interface RunOptions {
  /** Whether what this tab ran before it was loaded anew is shown again. */
  readonly resumes: boolean;
  onEnd?(result: Result): void;
}

export interface Run {
  readonly state: RunState;
  readonly feed: RunFeed;
  /** Present while somebody may type into the run. */
  readonly input: RunInput | undefined;
  /** `kind` tells how it is typed into, where all its input is not given with it. */
  start(request: InteractiveRequest, kind?: TerminalKind): void;
  stop(): void;
}

type Work = (tell: (action: RunAction) => void, signal: AbortSignal) => Promise<void>;

/** The run of this tab. One that was under way when the page was loaded anew is followed again. */
export function useRun({ resumes, onEnd }: RunOptions): Run {
  const [state, dispatch] = useReducer(reduceRun, { kind: 'none' });
  const current = useRef<AbortController>(undefined);
  const [feed] = useState(() => new RunFeed());
  const [input, setInput] = useState<RunInput>();
  const begin = useCallback(
    (kind: TerminalKind | undefined, work: Work, resumed = false) => {
      current.current?.abort();
      const own = new AbortController();
      current.current = own;
      feed.begin(kind);
      const typed = kind && new RunInput(own.signal, (text) => feed.note(text), resumed);
      setInput(typed);
      const tell = (action: RunAction) => {
        if (own.signal.aborted) return;
        keep(action, kind);
        tellTerminal(action, feed, typed);
        dispatch(action);
      };
      void work(tell, own.signal);
    },
    [feed],
  );
  useEffect(() => {
    const id = recallHere(NAME);
    if (resumes && id !== undefined) begin(kindHere(), (tell, signal) => resumeRun(id, tell, signal), true);
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
  const start = useCallback(
    (request: InteractiveRequest, kind?: TerminalKind) => begin(kind, (tell, signal) => performRun(request, tell, signal)),
    [begin],
  );
  return { state, feed, input: state.kind === 'under way' ? input : undefined, start, stop };
}

/** What this tab must know of its run when it is loaded anew. */
function keep(action: RunAction, kind: TerminalKind | undefined): void {
  if (action.kind === 'accepted') {
    rememberHere(NAME, action.id);
    rememberHere(KIND, kind);
  }
  if (action.kind === 'refuse') rememberHere(NAME, undefined);
}

function kindHere(): TerminalKind | undefined {
  const kind = recallHere(KIND);
  return kind === 'terminal' || kind === 'lines' ? kind : undefined;
}

function tellTerminal(action: RunAction, feed: RunFeed, input: RunInput | undefined): void {
  if ((action.kind === 'accepted' || action.kind === 'begin') && action.id !== undefined) input?.accepted(action.id);
  if (action.kind === 'end') feed.end(action.result);
  if (action.kind !== 'events') return;
  if (action.events.some(({ kind }) => kind === 'requeued')) input?.restart();
  feed.take(action.events);
}
