import type { Verdict } from '@cupel/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api/client.ts';
import { endRejudge, type Rejudge, rejudgeQuery, startRejudge } from '../api/setter.ts';
import { VerdictWord } from '../problems/judging/test-table.tsx';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';

/** Judges again beside the results that stand; who gains and who loses is seen before it counts. */
export function RejudgeSection({ problem }: { readonly problem: string }) {
  const [reason, setReason] = useState('');
  const start = useMutation({ mutationFn: () => startRejudge(problem, reason) });
  const { setter } = words;
  return (
    <section>
      <h2>{setter.rejudge}</h2>
      <p className="quiet">{setter.rejudgeWhy}</p>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <label className="field">
          <span>{setter.reason}</span>
          <input className="text" value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        <Button type="submit" disabled={start.isPending}>
          {setter.start}
        </Button>
      </form>
      {start.error && (
        <p className="note bad" role="alert">
          {problemOf(start.error)}
        </p>
      )}
      {start.data && <Progress id={start.data.id} />}
    </section>
  );
}

function Progress({ id }: { readonly id: string }) {
  const rejudge = useQuery(rejudgeQuery(id));
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: (how: 'apply' | 'drop') => endRejudge(id, how),
    onSettled: () => queries.invalidateQueries(),
  });
  const { setter } = words;
  const error = rejudge.error ?? end.error;
  if (error) return <p className="note bad">{problemOf(error)}</p>;
  if (rejudge.data === undefined) return <p aria-busy="true">…</p>;
  const { state, done, total, gains, loses, changes } = rejudge.data;
  return (
    <div aria-live="polite">
      <p className="facts">
        <span>{setter.progress(done, total)}</span>
        <span className="state good">{setter.gains(gains)}</span>
        <span className="state bad">{setter.loses(loses)}</span>
        <span>{state}</span>
        {state === 'ready' && (
          <>
            <Button look="main" onClick={() => end.mutate('apply')}>
              {setter.apply}
            </Button>
            <Button onClick={() => end.mutate('drop')}>{setter.drop}</Button>
          </>
        )}
      </p>
      {state !== 'judging' && changes.length === 0 ? <p>{setter.noChanges}</p> : <Changes changes={changes} />}
    </div>
  );
}

function Changes({ changes }: Pick<Rejudge, 'changes'>) {
  const { setter, problems } = words;
  if (changes.length === 0) return null;
  return (
    <table className="list">
      <thead>
        <tr>
          <th scope="col">{problems.when}</th>
          <th scope="col">{setter.before}</th>
          <th scope="col">{setter.after}</th>
          <th scope="col">{setter.effect}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ submission, created_at: at, before, after, effect }) => (
          <tr key={submission}>
            <td className="figures">{new Date(at).toLocaleString()}</td>
            <td>
              <Standing verdict={before.verdict} points={before.points} />
            </td>
            <td>
              <Standing verdict={after.verdict} points={after.points} />
            </td>
            <td>{effect}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Standing({ verdict, points }: { readonly verdict: Verdict | null; readonly points: string | null }) {
  return (
    <>
      {verdict && <VerdictWord verdict={verdict} />} {points !== null && <span className="quiet">{points}</span>}
    </>
  );
}
