import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client.ts';
import type { HistoryItem } from '../../api/problem-types.ts';
import { historyQuery } from '../../api/problems.ts';
import { words } from '../../strings/words.ts';
import { Button } from '../../ui/button.tsx';
import { VerdictWord } from '../judging/test-table.tsx';
import { Attempt, type AttemptProps } from './attempt.tsx';

export interface HistoryProps extends Pick<AttemptProps, 'onOpen'> {
  readonly problem: string;
}

/** What was submitted to this problem, newest first, each with its source and what changed since the one before. */
export function History({ problem, onOpen }: HistoryProps) {
  const history = useQuery(historyQuery(problem));
  const [open, setOpen] = useState<string>();
  const { problems } = words;
  if (history.error) return <p className="note bad">{problemOf(history.error)}</p>;
  const items = history.data?.items ?? [];
  if (history.data && items.length === 0) return <p>{problems.historyNone}</p>;
  return (
    <table className="list history">
      <caption className="unseen">{problems.history}</caption>
      <thead>
        <tr>
          <th scope="col">{problems.when}</th>
          <th scope="col">{problems.verdict}</th>
          <th scope="col">{problems.language}</th>
          <th scope="col">{problems.source}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item, index) => (
          <Row
            key={item.id}
            item={item}
            before={items[index + 1]}
            open={open === item.id}
            onToggle={() => setOpen(open === item.id ? undefined : item.id)}
            onOpen={onOpen}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps extends Pick<HistoryProps, 'onOpen'> {
  readonly item: HistoryItem;
  readonly before: HistoryItem | undefined;
  readonly open: boolean;
  onToggle(): void;
}

function Row({ item, before, open, onToggle, onOpen }: RowProps) {
  return (
    <>
      <tr>
        <td className="figures">
          <time dateTime={item.created_at}>{new Date(item.created_at).toLocaleString()}</time>
        </td>
        <td>{item.verdict ? <VerdictWord verdict={item.verdict} /> : item.state}</td>
        <td>{item.language}</td>
        <td>
          <Button look="plain" aria-expanded={open} onClick={onToggle}>
            {words.problems.showSource}
          </Button>
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={4}>
            <Attempt submission={item.id} before={before?.id} onOpen={onOpen} />
          </td>
        </tr>
      )}
    </>
  );
}
