import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type DeadLetter, deadQuery, dropDead, retryDead } from '../api/admin.ts';
import { problemOf } from '../api/client.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';

/** What was given up, with its reason and all that is known of each attempt. */
export function DeadLetters() {
  const dead = useQuery(deadQuery);
  const queries = useQueryClient();
  const { admin } = words;
  const act = useMutation({
    mutationFn: (what: () => Promise<unknown>) => what(),
    onSettled: () => queries.invalidateQueries({ queryKey: deadQuery.queryKey }),
  });
  const problem = dead.error ?? act.error;
  return (
    <>
      {problem && (
        <p className="note bad" role="alert">
          {problemOf(problem)}
        </p>
      )}
      {dead.data?.items.length === 0 && <p>{admin.noDead}</p>}
      <ul className="letters">
        {dead.data?.items.map((letter) => (
          <Letter
            key={letter.id}
            letter={letter}
            onRetry={() => act.mutate(() => retryDead(letter.id))}
            onDrop={() => act.mutate(() => dropDead(letter.id))}
          />
        ))}
      </ul>
    </>
  );
}

interface LetterProps {
  readonly letter: DeadLetter;
  onRetry(): void;
  onDrop(): void;
}

function Letter({ letter, onRetry, onDrop }: LetterProps) {
  const { admin } = words;
  return (
    <li>
      <p className="because">
        <b>{visible(letter.reason)}</b>
      </p>
      <p className="facts">
        <span>{letter.state}</span>
        <span>
          {admin.language} {letter.language}
        </span>
        <span>
          {admin.attempts} <b className="figures">{letter.attempts}</b>
        </span>
        <time dateTime={letter.parked_at}>
          {admin.parked} {new Date(letter.parked_at).toLocaleString()}
        </time>
        <Button onClick={onRetry}>{admin.retry}</Button>
        <Button look="plain" onClick={onDrop}>
          {admin.drop}
        </Button>
      </p>
      <details className="test-detail">
        <summary>{admin.failures}</summary>
        <pre className="diff">{visible(JSON.stringify(letter.failures, null, 2))}</pre>
      </details>
      <code className="quiet">{letter.id}</code>
    </li>
  );
}
