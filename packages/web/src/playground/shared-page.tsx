import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { runtimesQuery } from '../api/queries.ts';
import { readShare } from '../api/shares.ts';
import { words } from '../strings/words.ts';
import { Playground } from './playground.tsx';

/** A program behind a link: opened as a copy. Nothing of it runs before Run is pressed. */
export function SharedPage() {
  const { id } = useParams({ from: '/s/$id' });
  const runtimes = useQuery(runtimesQuery);
  const shared = useQuery({
    queryKey: ['share', id],
    queryFn: () => readShare(id),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (shared.error || shared.data === null)
    return (
      <div className="prose" role="alert">
        <h1>{words.playground.sharedGone}</h1>
      </div>
    );
  if (shared.data === undefined || runtimes.data === undefined) return <div className="prose" aria-busy="true" />;
  return (
    <>
      <p className="note">{words.playground.shared}</p>
      <Playground runtimes={runtimes.data} given={shared.data} />
    </>
  );
}
