import { type Classification, LARGEST_LIMITS, type Limits, seconds } from '@cupel/domain';
import type { Played } from './play.js';

const MOST_RUNS = 3;

/** The limit at which a run is stopped, so that one within the noise of it comes to its own end. */
export function withNoise(limits: Limits, noise: number): Limits {
  const cpuTime = Math.ceil(limits.cpuTime * (1 + noise));
  return { ...limits, cpuTime: Math.max(limits.cpuTime, Math.min(cpuTime, LARGEST_LIMITS.cpuTime)) };
}

/**
 * Runs again, up to three times in all, while the time lies above the limit by no more than the host's noise. The best run
 * counts, and the judgement says so.
 */
export async function playSteadily(play: () => Promise<Played>, limits: Limits): Promise<Played & { readonly runs: number }> {
  const times: number[] = [];
  let best: Played | undefined;
  for (let runs = 1; ; runs++) {
    const played = await play();
    if (best === undefined || !isNear(played) || timeOf(played) < timeOf(best)) best = played;
    times.push(timeOf(played));
    if (!isNear(played) || runs === MOST_RUNS) return { ...best, judgement: told(best.judgement, times, limits), runs };
  }
}

/** Above the limit, but it had ended before it could be stopped. */
function isNear({ judgement, outcome }: Played): boolean {
  return judgement.verdict === 'TLE' && outcome?.evidence.firstCause === 'ended' && judgement.cause !== 'tle_wall_judge';
}

const timeOf = ({ outcome }: Played): number => outcome?.evidence.cpu.total ?? 0;

function told(judgement: Classification, times: readonly number[], { cpuTime }: Limits): Classification {
  if (times.length === 1) return judgement;
  const all = times.map(seconds).join(', ');
  const because = `${judgement.because}; run ${times.length} times within the noise of the limit of ${seconds(cpuTime)} (${all}), the best counts`;
  return { ...judgement, because };
}
