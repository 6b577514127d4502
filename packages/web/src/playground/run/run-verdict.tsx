import type { Result } from '@cupel/sdk';
import { words } from '../../strings/words.ts';
import { Evidence } from '../../verdict/evidence.tsx';
import { amount, duration } from '../../verdict/figures.ts';
import { type Tone, toneOf } from '../../verdict/tone.ts';
import { type Figure, VerdictLine } from '../../verdict/verdict-line.tsx';
import { visible } from '../output/visible.ts';
import type { RunState, UnderWay } from './run-state.ts';

/** What is known of the run, as the hero of the page; its end is announced to who hears the page. */
export function RunVerdict({ state }: { readonly state: RunState }) {
  const told = tellingOf(state);
  const settled = state.kind === 'ended' || state.kind === 'refused';
  return (
    <>
      <VerdictLine tone={told.tone} name={told.name} why={visible(told.why)} figures={told.figures}>
        {state.kind === 'ended' && <Evidence result={state.result} />}
      </VerdictLine>
      <div className="unseen" aria-live="polite" role="status">
        {settled ? words.verdict.announce(told.name, visible(told.why)) : told.name}
      </div>
    </>
  );
}

interface Telling {
  readonly tone: Tone;
  readonly name: string;
  readonly why: string;
  readonly figures: readonly Figure[];
}

function tellingOf(state: RunState): Telling {
  const { playground, verdict } = words;
  if (state.kind === 'none') return { tone: 'still', name: playground.nothingYet, why: playground.nothingYetWhy, figures: [] };
  if (state.kind === 'refused' && state.problem === '')
    return { tone: 'still', name: verdict.cancelled, why: verdict.cancelledWhy, figures: [] };
  if (state.kind === 'refused')
    return { tone: 'fault', name: playground.refused, why: state.unknown ? playground.signInFirst : state.problem, figures: [] };
  if (state.kind === 'under way') return underWay(state);
  return ended(state.result);
}

function underWay({ phase, position, usage }: UnderWay): Telling {
  const { phases, phaseWhy } = words.playground;
  const why = phase === 'queued' ? phaseWhy.queued(position) : phaseWhy[phase];
  const figures = usage
    ? [
        { name: words.verdict.cpu, value: duration(usage.cpu) },
        { name: words.verdict.wall, value: duration(usage.wall) },
        { name: words.verdict.memory, value: amount(usage.memory) },
      ]
    : [];
  return { tone: phase === 'offline' || phase === 'lost' ? 'still' : 'busy', name: phases[phase], why, figures };
}

function ended(result: Result): Telling {
  const { verdict: own } = words;
  const figures = figuresOf(result);
  if (result.state === 'cancelled') return { tone: 'still', name: own.cancelled, why: own.cancelledWhy, figures };
  if (result.verdict === null)
    return { tone: 'fault', name: own.failed, why: result.because ?? result.error_message ?? '', figures };
  return { tone: toneOf(result.verdict), name: own.names[result.verdict], why: result.because ?? '', figures };
}

function figuresOf(result: Result): readonly Figure[] {
  const { verdict: own } = words;
  const limits: Readonly<Record<string, number>> = result.limits ?? {};
  const { cpu_time: cpu, wall_time: wall, memory_peak: memory, isolation, timing } = result;
  return [
    ...(cpu === null ? [] : [figure(own.cpu, duration(cpu), limits.cpu_time, duration)]),
    ...(wall === null ? [] : [figure(own.wall, duration(wall), limits.wall_time, duration)]),
    ...(memory === null ? [] : [figure(own.memory, amount(memory), limits.memory, amount)]),
    ...(timing.compile === null ? [] : [{ name: own.compiled, value: duration(timing.compile) }]),
    ...(isolation
      ? [
          {
            name: own.isolation,
            value: own.walls(isolation.mode, isolation.walls.length),
            ...(isolation.missing.length > 0 && { beside: own.missing(isolation.missing.join(', ')) }),
          },
        ]
      : []),
  ];
}

function figure(name: string, value: string, limit: number | undefined, say: (value: number) => string): Figure {
  return { name, value, ...(limit !== undefined && { beside: words.verdict.of(say(limit)) }) };
}
