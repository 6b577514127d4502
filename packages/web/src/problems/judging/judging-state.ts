import type { JudgedResult, JudgedTest } from '../../api/problem-types.ts';

type JudgingPhase = 'sending' | 'offline' | 'queued' | 'compiling' | 'running' | 'lost';

/** One submission to the problem, or one run on a sample, as the page knows it. */
export type JudgingState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'under way';
      readonly id?: string;
      readonly phase: JudgingPhase;
      readonly position?: number;
      readonly tests: readonly JudgedTest[];
    }
  | { readonly kind: 'ended'; readonly id: string; readonly result: JudgedResult }
  | { readonly kind: 'refused'; readonly problem: string; readonly unknown: boolean };

export interface ToldEvent {
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type JudgingAction =
  | { readonly kind: 'begin' }
  | { readonly kind: 'accepted'; readonly id: string }
  | { readonly kind: 'phase'; readonly phase: JudgingPhase }
  | { readonly kind: 'event'; readonly event: ToldEvent }
  | { readonly kind: 'end'; readonly result: JudgedResult }
  | { readonly kind: 'refuse'; readonly problem: string; readonly unknown: boolean };

export function reduceJudging(state: JudgingState, action: JudgingAction): JudgingState {
  if (action.kind === 'begin') return { kind: 'under way', phase: 'sending', tests: [] };
  if (action.kind === 'refuse') return { kind: 'refused', problem: action.problem, unknown: action.unknown };
  if (state.kind !== 'under way') return state;
  switch (action.kind) {
    case 'accepted':
      return { ...state, id: action.id, phase: 'queued' };
    case 'phase':
      return { ...state, phase: action.phase };
    case 'end':
      return { kind: 'ended', id: action.result.id, result: action.result };
    case 'event':
      return afterEvent(state, action.event);
  }
}

type UnderWay = Extract<JudgingState, { kind: 'under way' }>;

function afterEvent(state: UnderWay, { kind, data }: ToldEvent): UnderWay {
  switch (kind) {
    case 'queued':
    case 'position':
      return { ...state, phase: 'queued', ...(typeof data.position === 'number' && { position: data.position }) };
    case 'compiling':
    case 'running':
      return { ...state, phase: kind };
    case 'requeued':
      return { ...state, phase: 'queued', tests: [] };
    case 'test': {
      const test = data as unknown as JudgedTest;
      return { ...state, phase: 'running', tests: [...state.tests.filter(({ number }) => number !== test.number), test] };
    }
    default:
      return state;
  }
}
