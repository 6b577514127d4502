import type { JudgedResult } from '../../api/problem-types.ts';
import { visible } from '../../playground/output/visible.ts';
import { words } from '../../strings/words.ts';
import { amount, duration } from '../../verdict/figures.ts';
import { type Tone, toneOf } from '../../verdict/tone.ts';
import { type Figure, VerdictLine } from '../../verdict/verdict-line.tsx';
import type { JudgingState } from './judging-state.ts';

interface Telling {
  readonly tone: Tone;
  readonly name: string;
  readonly why: string;
  readonly figures?: readonly Figure[];
}

/** What came of the submission, announced when it is settled. */
export function JudgingVerdict({ state }: { readonly state: JudgingState }) {
  const told = tellingOf(state);
  const settled = state.kind === 'ended' || state.kind === 'refused';
  return (
    <>
      <VerdictLine {...told} why={visible(told.why)} />
      <div className="unseen" aria-live="polite" role="status">
        {settled ? words.verdict.announce(told.name, visible(told.why)) : told.name}
      </div>
    </>
  );
}

function tellingOf(state: JudgingState): Telling {
  const { problems, playground } = words;
  switch (state.kind) {
    case 'none':
      return { tone: 'still', name: problems.nothingYet, why: problems.nothingYetWhy };
    case 'refused':
      return { tone: 'fault', name: playground.refused, why: state.unknown ? playground.signInFirst : state.problem };
    case 'under way': {
      const { phase, position, tests } = state;
      const waiting = phase === 'queued' ? playground.phaseWhy.queued(position) : playground.phaseWhy[phase];
      const why = phase === 'running' ? problems.judgingWhy(tests.length) : waiting;
      return { tone: phase === 'offline' || phase === 'lost' ? 'still' : 'busy', name: playground.phases[phase], why };
    }
    case 'ended':
      return ended(state.result);
  }
}

function ended(result: JudgedResult): Telling {
  const { verdict: own, problems } = words;
  const { judging } = result;
  if (result.state === 'cancelled') return { tone: 'still', name: own.cancelled, why: own.cancelledWhy };
  if (judging?.status === 'judging_failed')
    return { tone: 'fault', name: problems.judgingFailed, why: judging.because ?? problems.judgingFailedWhy };
  const verdict = judging?.verdict ?? result.verdict;
  if (verdict === null) return { tone: 'fault', name: own.failed, why: result.because ?? result.error_message ?? '' };
  return {
    tone: toneOf(verdict),
    name: own.names[verdict],
    why: judging?.because ?? result.because ?? '',
    figures: figuresOf(result),
  };
}

function figuresOf({ judging, cpu_time: cpu, memory_peak: memory }: JudgedResult): readonly Figure[] {
  const { problems, verdict } = words;
  const { points, tests = [] } = judging ?? {};
  const told = tests.filter((test) => test.verdict !== undefined);
  return [
    ...(points === undefined
      ? []
      : [{ name: problems.pointsName, value: problems.verdictPoints(points.earned, points.maximum) }]),
    ...(told.length === 0
      ? []
      : [{ name: problems.testsName, value: `${told.filter((test) => test.verdict === 'AC').length} / ${told.length}` }]),
    ...(cpu === null ? [] : [{ name: verdict.cpu, value: duration(cpu) }]),
    ...(memory === null ? [] : [{ name: verdict.memory, value: amount(memory) }]),
  ];
}
