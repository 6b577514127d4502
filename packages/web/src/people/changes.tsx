import { useInfiniteQuery } from '@tanstack/react-query';
import { type AccountChange, changesQuery } from '../api/people.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { When } from './when.tsx';

/** Of these the doer is the one whom it is about. */
const OWN: ReadonlySet<string> = new Set(['joined', 'password_reset', 'password_changed']);

/** Who did what with which account. */
export function Changes() {
  const { people } = words;
  const list = useInfiniteQuery(changesQuery);
  const changes = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="rows">
      <h2>{people.changes}</h2>
      {list.data && changes.length === 0 && <p className="quiet">{people.noChanges}</p>}
      <ol className="changes">
        {changes.map((change) => (
          <li key={change.id}>
            <When at={change.at} />
            <Told {...change} />
          </li>
        ))}
      </ol>
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {people.more}
        </Button>
      )}
    </section>
  );
}

function Told({ kind, by, login, details }: AccountChange) {
  const { people } = words;
  const { from, to } = details;
  return (
    <p>
      {by === null ? people.service : <bdi>{visible(by)}</bdi>} {people.kinds[kind]}{' '}
      {login !== null && !OWN.has(kind) && <bdi>{visible(login)}</bdi>}{' '}
      {typeof from === 'string' && typeof to === 'string' && (
        <bdi className="quiet">{people.fromTo(visible(from), visible(to))}</bdi>
      )}
    </p>
  );
}
