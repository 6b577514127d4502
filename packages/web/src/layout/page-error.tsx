import { problemOf } from '../api/client.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';

/** A page that broke: a chunk of an older build that is gone, or a fault of ours. Loading it anew cures the first. */
export function PageError({ error }: { readonly error: unknown }) {
  return (
    <div className="prose" role="alert">
      <h1>{words.layout.broken}</h1>
      <p>{problemOf(error)}</p>
      <p>
        <Button onClick={() => window.location.reload()}>{words.layout.reload}</Button>
      </p>
    </div>
  );
}
