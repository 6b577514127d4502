import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { problemOf } from '../api/client.ts';
import { contestQuery, joinContest } from '../api/contests.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { Board } from './board.tsx';
import { whenOf } from './contests-page.tsx';
import '../problems/problems.css';

/** A contest: its problems, and its board as it changes. */
export function ContestPage() {
  const { id } = useParams({ from: '/contests/$id' });
  const contest = useQuery(contestQuery(id));
  const join = useMutation({ mutationFn: () => joinContest(id) });
  const { contests: own } = words;
  if (contest.error)
    return (
      <div className="prose" role="alert">
        <h1>{own.failed}</h1>
        <p>{problemOf(contest.error)}</p>
      </div>
    );
  if (!contest.data) return <div className="prose" aria-busy="true" />;
  const { title, problems } = contest.data;
  return (
    <div className="page wide">
      <header>
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <p className="facts">
          <span>{whenOf(contest.data)}</span>
          {join.isSuccess ? (
            <span role="status">{own.joined}</span>
          ) : (
            <Button onClick={() => join.mutate()} disabled={join.isPending}>
              {own.join}
            </Button>
          )}
        </p>
        {join.error && (
          <p className="note bad" role="alert">
            {problemOf(join.error)}
          </p>
        )}
      </header>
      <ol className="rows">
        {problems.map((problem) => (
          <li key={problem.id}>
            <b>{problem.label}</b>{' '}
            <Link to="/problems/$id" params={{ id: problem.slug }} search={{ contest: contest.data.slug }}>
              <bdi>{problem.title}</bdi>
            </Link>
          </li>
        ))}
      </ol>
      <Board contest={id} />
    </div>
  );
}
