import type { Result, SubmissionEvent } from '@cupel/sdk';
import { append, EMPTY, type StreamName, type Transcript } from '../output/transcript.ts';

type Phase = 'sending' | 'offline' | 'queued' | 'compiling' | 'running' | 'lost';

interface Usage {
  readonly cpu: number;
  readonly wall: number;
  readonly memory: number;
}

/** One run as the page knows it: on its way, at its end, or refused before it began. */
export type RunState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'under way';
      readonly id?: string;
      readonly phase: Phase;
      readonly position?: number;
      readonly usage?: Usage;
      readonly transcript: Transcript;
    }
  | { readonly kind: 'ended'; readonly result: Result; readonly transcript: Transcript }
  | { readonly kind: 'refused'; readonly problem: string; readonly unknown: boolean };

export type UnderWay = Extract<RunState, { kind: 'under way' }>;

export type RunAction =
  | { readonly kind: 'begin'; readonly id?: string }
  | { readonly kind: 'accepted'; readonly id: string }
  | { readonly kind: 'phase'; readonly phase: Phase }
  | { readonly kind: 'events'; readonly events: readonly SubmissionEvent[] }
  | { readonly kind: 'end'; readonly result: Result }
  | { readonly kind: 'refuse'; readonly problem: string; readonly unknown: boolean };

export function reduceRun(state: RunState, action: RunAction): RunState {
  if (action.kind === 'begin')
    return { kind: 'under way', phase: 'sending', transcript: EMPTY, ...(action.id && { id: action.id }) };
  if (action.kind === 'refuse') return { kind: 'refused', problem: action.problem, unknown: action.unknown };
  if (state.kind !== 'under way') return state;
  if (action.kind === 'accepted') return { ...state, id: action.id, phase: 'queued' };
  if (action.kind === 'phase') return { ...state, phase: action.phase };
  if (action.kind === 'end') return { kind: 'ended', result: action.result, transcript: whole(state.transcript, action.result) };
  return action.events.reduce(afterEvent, { ...state, transcript: transcriptAfter(state.transcript, action.events) });
}

/** A run that was queued again starts from nothing, on another worker. */
function transcriptAfter(before: Transcript, events: readonly SubmissionEvent[]): Transcript {
  const anew = events.findLastIndex(({ kind }) => kind === 'requeued');
  return append(anew < 0 ? before : EMPTY, events.slice(anew + 1).flatMap(outputOf));
}

function afterEvent(state: UnderWay, event: SubmissionEvent): UnderWay {
  switch (event.kind) {
    case 'queued':
    case 'position':
      return { ...state, phase: 'queued', ...(event.data.position !== undefined && { position: event.data.position }) };
    case 'compiling':
    case 'running':
      return { ...state, phase: event.kind };
    case 'usage':
      return { ...state, usage: { cpu: event.data.cpu_time, wall: event.data.wall_time, memory: event.data.memory } };
    case 'requeued':
      return { ...state, phase: 'queued' };
    case 'output':
      return state.phase === 'running' || state.phase === 'compiling' ? state : { ...state, phase: 'running' };
    default:
      return state;
  }
}

function outputOf(event: SubmissionEvent): readonly { stream: StreamName; text: string }[] {
  return event.kind === 'output' ? [{ stream: event.data.stream, text: event.data.text }] : [];
}

/** A run whose events are no longer kept still has its outputs, one after the other. */
function whole(transcript: Transcript, { stdout, stderr }: Result): Transcript {
  if (transcript.size > 0) return transcript;
  return append(transcript, [
    { stream: 'stdout', text: stdout ?? '' },
    { stream: 'stderr', text: stderr ?? '' },
  ]);
}
