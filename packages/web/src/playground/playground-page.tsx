import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../api/client.ts';
import { runtimesQuery } from '../api/queries.ts';
import { words } from '../strings/words.ts';
import { Playground } from './playground.tsx';

export function PlaygroundPage() {
  const runtimes = useQuery(runtimesQuery);
  if (runtimes.data && runtimes.data.length > 0) return <Playground runtimes={runtimes.data} />;
  if (runtimes.isPending) return <div className="prose" aria-busy="true" />;
  return (
    <div className="prose" role="alert">
      <h1>{words.playground.refused}</h1>
      <p>{runtimes.error ? problemOf(runtimes.error) : words.playground.languagesMissing}</p>
    </div>
  );
}
