import { words } from '../strings/words.ts';

/** A point in time as the reader writes it, with the exact one behind it; of what never was, in words. */
export function When({ at }: { readonly at: string | null }) {
  if (at === null) return <>{words.admin.never}</>;
  const time = new Date(at);
  const shown = time.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <time dateTime={at} title={time.toLocaleString()} className="figures">
      {shown}
    </time>
  );
}
