import { useQuery } from '@tanstack/react-query';
import { diffLines } from 'diff';
import type { Source } from '../../api/problem-types.ts';
import { sourceQuery } from '../../api/problems.ts';
import { visible } from '../../playground/output/visible.ts';
import { words } from '../../strings/words.ts';
import { Button } from '../../ui/button.tsx';

export interface AttemptProps {
  onOpen(source: { readonly language: string; readonly code: string }): void;
  readonly submission: string;
  /** The attempt before this one, to compare with. */
  readonly before: string | undefined;
}

/** One attempt: its source, or what changed since the one before. */
export function Attempt({ submission, before, onOpen }: AttemptProps) {
  const now = useQuery(sourceQuery(submission));
  const then = useQuery({ ...sourceQuery(before ?? ''), enabled: before !== undefined });
  const { problems } = words;
  if (now.data === undefined || (before !== undefined && then.isPending)) return <p aria-busy="true">…</p>;
  const code = mainOf(now.data);
  const parts = then.data === undefined ? [{ value: code, added: false, removed: false }] : diffLines(mainOf(then.data), code);
  return (
    <div className="attempt">
      <p>
        {then.data !== undefined && <span className="quiet">{problems.compared} </span>}
        <Button onClick={() => onOpen({ language: now.data.language, code })}>{problems.openSource}</Button>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0} className="diff">
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one fixed comparison
          <Part key={index} part={part} />
        ))}
      </pre>
    </div>
  );
}

interface Change {
  readonly value: string;
  readonly added?: boolean;
  readonly removed?: boolean;
}

function Part({ part: { value, added, removed } }: { readonly part: Change }) {
  const mark = added ? '+' : removed ? '−' : ' ';
  const text = visible(value)
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `${mark} ${line}\n`)
    .join('');
  if (added) return <ins>{text}</ins>;
  return removed ? <del>{text}</del> : <span>{text}</span>;
}

function mainOf({ files }: Source): string {
  return files[0]?.content ?? '';
}
