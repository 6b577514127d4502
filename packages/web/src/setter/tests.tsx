import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api/client.ts';
import { type ProblemTest, testPart, testsQuery } from '../api/setter.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { amount } from '../verdict/figures.ts';

type PartName = 'input' | 'answer';
type Open = { readonly number: number; readonly part: PartName } | undefined;

/** The tests in the order of judging; each part is read only when it is looked at. */
export function Tests({ id, version }: { readonly id: string; readonly version: number }) {
  const tests = useQuery(testsQuery(id, version));
  const [open, setOpen] = useState<Open>();
  const { setter } = words;
  const show = ({ number }: ProblemTest, part: PartName) =>
    setOpen(open?.number === number && open.part === part ? undefined : { number, part });
  return (
    <section>
      <h2>{setter.tests}</h2>
      {tests.error && <p className="note bad">{problemOf(tests.error)}</p>}
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{setter.test}</th>
            <th scope="col">{setter.group}</th>
            <th scope="col">{setter.points}</th>
            <th scope="col">{setter.input}</th>
            <th scope="col">{setter.answer}</th>
          </tr>
        </thead>
        <tbody>
          {tests.data?.items.map((test) => (
            <TestRows
              key={test.number}
              test={test}
              open={open?.number === test.number ? open.part : undefined}
              onShow={(part) => show(test, part)}
              source={{ id, version }}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface TestRowsProps {
  readonly test: ProblemTest;
  readonly open: PartName | undefined;
  readonly source: { readonly id: string; readonly version: number };
  onShow(part: PartName): void;
}

function TestRows({ test, open, source, onShow }: TestRowsProps) {
  const { setter, problems } = words;
  return (
    <>
      <tr>
        <th scope="row">
          <span className="figures">{test.number}</span> <bdi>{visible(test.name)}</bdi>{' '}
          {test.visibility === 'hidden' && <span className="quiet">{problems.hidden}</span>}
        </th>
        <td>
          <bdi>{visible(test.group)}</bdi>
        </td>
        <td className="figures">{test.points}</td>
        {(['input', 'answer'] as const).map((part) => (
          <td key={part}>
            <Button look="plain" aria-expanded={open === part} onClick={() => onShow(part)}>
              {setter.show(setter[part], amount(test[part].bytes))}
            </Button>
          </td>
        ))}
      </tr>
      {open !== undefined && (
        <tr>
          <td colSpan={5}>
            <Part {...source} test={test} part={open} />
          </td>
        </tr>
      )}
    </>
  );
}

function Part({ id, version, test, part }: TestRowsProps['source'] & { readonly test: ProblemTest; readonly part: PartName }) {
  const content = useQuery({
    queryKey: ['test part', id, version, test.id, part],
    queryFn: () => testPart(id, version, test, part),
  });
  if (content.error) return <p className="note bad">{problemOf(content.error)}</p>;
  if (content.data === undefined) return <p aria-busy="true">…</p>;
  return (
    <figure className="sample-text">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{visible(content.data.text)}</pre>
      {!content.data.whole && <figcaption>{words.setter.tooLarge}</figcaption>}
    </figure>
  );
}
