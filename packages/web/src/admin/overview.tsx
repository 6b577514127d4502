import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { metricsQuery, queueQuery, type Worker, workersQuery } from '../api/admin.ts';
import { words } from '../strings/words.ts';
import { duration } from '../verdict/figures.ts';
import { Chart } from './chart.tsx';
import { type Counters, countersOf, type Moment, momentOf } from './samples.ts';

const MOST_MOMENTS = 300;

/** What the system does now: the queue by lane and age, the workers, and how fast answers come. */
export function Overview() {
  const queue = useQuery(queueQuery);
  const workers = useQuery(workersQuery);
  const moments = useMoments();
  const { admin } = words;
  const times = useMemo(() => moments.map(({ at }) => at), [moments]);
  const line = (name: keyof typeof admin.series, colour: string) => ({
    name: admin.series[name],
    colour,
    values: moments.map((moment) => moment[name]),
  });
  return (
    <>
      <div className="charts">
        <Chart title={admin.charts.depth} times={times} series={[line('waiting', '--limit'), line('running', '--good')]} />
        <Chart title={admin.charts.rate} times={times} series={[line('rate', '--gold')]} />
        <Chart title={admin.charts.latency} times={times} series={[line('p50', '--good'), line('p95', '--bad')]} />
      </div>
      {queue.data && (
        <section>
          <h2>{admin.queue}</h2>
          <p className="facts">
            <span>
              {admin.served} <b className="figures">{queue.data.served_last_minute}</b>
            </span>
            <span>
              {admin.capacity} <b className="figures">{queue.data.capacity}</b>
            </span>
          </p>
          <table className="list">
            <thead>
              <tr>
                <th scope="col">{admin.lane}</th>
                <th scope="col">{admin.waiting}</th>
                <th scope="col">{admin.running}</th>
                <th scope="col">{admin.oldest}</th>
              </tr>
            </thead>
            <tbody>
              {queue.data.lanes.map(({ lane, queued, running, lag }) => (
                <tr key={lane}>
                  <th scope="row">{lane}</th>
                  <td className="figures">{queued}</td>
                  <td className="figures">{running}</td>
                  <td className="figures">{queued > 0 ? duration(lag) : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {workers.data && <Workers workers={workers.data} />}
    </>
  );
}

function Workers({ workers }: { readonly workers: readonly Worker[] }) {
  const { admin, verdict } = words;
  return (
    <section>
      <h2>{admin.workers}</h2>
      {workers.length === 0 && <p className="note bad">{admin.noWorkers}</p>}
      <ul className="letters">
        {workers.map(({ id, state, slots, busy, isolation, languages, kernel }) => (
          <li key={id}>
            <p className="because">
              <b>
                <bdi>{id}</bdi>
              </b>
            </p>
            <p className="facts">
              <span>{state}</span>
              <span>
                {admin.slots} <b className="figures">{admin.busyOf(busy, slots)}</b>
              </span>
              {isolation && <span>{verdict.walls(isolation.mode, isolation.walls.length)}</span>}
              {kernel && <span>{admin.kernel(kernel)}</span>}
            </p>
            {isolation && isolation.missing.length > 0 && (
              <p className="note bad">{verdict.missing(isolation.missing.join(', '))}</p>
            )}
            <details className="folded quiet">
              <summary>{admin.languageCount(languages.length)}</summary>
              <p className="because">{languages.join(', ')}</p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Since this page was opened: one moment each time that the metrics were read. */
function useMoments(): readonly Moment[] {
  const queue = useQuery(queueQuery).data;
  const { data: metrics, dataUpdatedAt } = useQuery(metricsQuery);
  const [moments, setMoments] = useState<readonly Moment[]>([]);
  const before = useRef<Counters>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each reading of the metrics
  useEffect(() => {
    if (metrics === undefined || queue === undefined) return;
    const now = countersOf(metrics, dataUpdatedAt / 1000);
    const moment = momentOf(queue, before.current, now);
    before.current = now;
    setMoments((known) => [...known.slice(-MOST_MOMENTS), moment]);
  }, [dataUpdatedAt, queue === undefined]);
  return moments;
}
