import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { contestsQuery } from '../api/contests.ts';
import type { Contest } from '../api/problem-types.ts';

export interface ProblemContest {
  readonly contest: Contest;
  /** What is handed in counts there; after its end the problem is open to practise. */
  readonly counts: boolean;
}

/** The contest that this problem was opened from; else one that is on and has it: there, what is submitted must count. */
export function useContest(problemId: string): ProblemContest | undefined {
  const { contest: named } = useSearch({ from: '/problems/$id' });
  const holding = (useQuery(contestsQuery).data?.items ?? []).filter(({ problems }) =>
    problems.some(({ id }) => id === problemId),
  );
  const contest =
    holding.find(({ id, slug }) => named === slug || named === id) ??
    holding.find(({ phase, starts_at: start }) => phase === 'running' && start !== null);
  return contest && { contest, counts: contest.phase === 'running' };
}
