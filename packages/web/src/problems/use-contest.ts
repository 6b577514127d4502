import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { contestsQuery } from '../api/contests.ts';
import type { Contest } from '../api/problem-types.ts';

export interface ProblemContest {
  readonly contest: Contest;
  /** `counts`: what is handed in here goes there; `on`: it is going on, and this page was not opened from it. */
  readonly how: 'counts' | 'on' | 'over';
}

/** The contest that this problem was opened from; else one that is on and has it. */
export function useContest(problemId: string): ProblemContest | undefined {
  const { contest: named } = useSearch({ from: '/problems/$id' });
  const holding = (useQuery(contestsQuery).data?.items ?? []).filter(({ problems }) =>
    problems.some(({ id }) => id === problemId),
  );
  const contest =
    holding.find(({ id, slug }) => named === slug || named === id) ??
    holding.find(({ phase, starts_at: start }) => phase === 'running' && start !== null);
  if (contest === undefined) return undefined;
  if (contest.phase !== 'running') return { contest, how: 'over' };
  return { contest, how: named === contest.slug || named === contest.id ? 'counts' : 'on' };
}
