import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { abuseQuery, coolDownsQuery, liftCoolDown } from '../api/admin.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';

export function Abuse() {
  const events = useQuery(abuseQuery);
  const coolDowns = useQuery(coolDownsQuery);
  const queries = useQueryClient();
  const lift = useMutation({
    mutationFn: liftCoolDown,
    onSettled: () => queries.invalidateQueries({ queryKey: coolDownsQuery.queryKey }),
  });
  const { admin } = words;
  return (
    <>
      {coolDowns.data && coolDowns.data.items.length > 0 && (
        <section>
          <h2>{admin.coolDowns}</h2>
          <ul className="letters">
            {coolDowns.data.items.map(({ flow_id: flow, until, reason }) => (
              <li key={flow}>
                <p className="because">
                  <b>{visible(reason)}</b>
                </p>
                <p className="facts">
                  <code>{flow}</code>
                  <time dateTime={until}>
                    {admin.until} {new Date(until).toLocaleString()}
                  </time>
                  <Button onClick={() => lift.mutate(flow)}>{admin.lift}</Button>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {events.data?.items.length === 0 && <p>{admin.noAbuse}</p>}
      {events.data && events.data.items.length > 0 && (
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{admin.at}</th>
              <th scope="col">{admin.kind}</th>
              <th scope="col">{admin.weight}</th>
              <th scope="col">{admin.from}</th>
            </tr>
          </thead>
          <tbody>
            {events.data.items.map((event) => (
              <tr key={event.id}>
                <td className="figures">
                  <time dateTime={event.at}>{new Date(event.at).toLocaleString()}</time>
                </td>
                <td>
                  <bdi>{visible(event.kind)}</bdi>
                </td>
                <td className="figures">{event.weight}</td>
                <td>
                  <code className="quiet">{event.flow_id}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
