import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { problemOf } from '../api/client.ts';
import { contestsQuery } from '../api/contests.ts';
import type { Contest } from '../api/problem-types.ts';
import { words } from '../strings/words.ts';
import '../problems/problems.css';

export function ContestsPage() {
  const contests = useQuery(contestsQuery);
  const { contests: own } = words;
  return (
    <div className="page">
      <h1>{own.title}</h1>
      {contests.error && (
        <p className="note bad" role="alert">
          {problemOf(contests.error)}
        </p>
      )}
      {contests.data?.items.length === 0 && (
        <div className="prose-start">
          <h2>{own.none}</h2>
          <p>{own.noneWhy}</p>
        </div>
      )}
      <ul className="rows">
        {contests.data?.items.map((contest) => (
          <li key={contest.id}>
            <Link to="/contests/$id" params={{ id: contest.slug }}>
              <bdi>{contest.title}</bdi>
            </Link>{' '}
            <span className="quiet">{whenOf(contest)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function whenOf({ starts_at: start, ends_at: end, phase }: Contest): string {
  const { contests: own } = words;
  if (start === null || end === null) return own.course;
  const [from, to] = [start, end].map((time) => new Date(time).toLocaleString());
  return `${own.phases[phase]} · ${own.from} ${from} ${own.to} ${to}`;
}
