import type { JudgedTest, ShownBytes } from '../../api/problem-types.ts';
import { visible } from '../../playground/output/visible.ts';
import { words } from '../../strings/words.ts';
import { SideBySide } from './side-by-side.tsx';

interface Place {
  readonly line: number;
  readonly column: number;
}

/** What may be seen of one test: of a sample all, of a hidden one what its problem lets go. Unfolds where it failed. */
export function TestDetail({ test }: { readonly test: JudgedTest }) {
  const { problems, playground } = words;
  const { input, answer, output, stderr, message, verdict } = test;
  const [asked, wanted, got, said] = [input, answer, output, stderr].map(textOf);
  if ([asked, wanted, got, message, said || undefined].every((one) => one === undefined)) return null;
  const place = placeOf(test.difference);
  return (
    <details className="test-detail" open={verdict !== 'AC' && got !== undefined}>
      <summary>{problems.results}</summary>
      {message !== undefined && message !== '' && <p className="because">{visible(message)}</p>}
      {place && <p>{problems.difference(place.line, place.column)}</p>}
      {asked !== undefined && <Shown title={problems.input} text={asked} />}
      {wanted !== undefined && got !== undefined ? (
        <SideBySide expected={wanted} got={got} differing={place?.line} />
      ) : (
        got !== undefined && <Shown title={problems.output} text={got} />
      )}
      {said !== undefined && said !== '' && <Shown title={playground.stderrLegend} text={said} />}
      {[input, answer, output].some((bytes) => bytes && 'truncated' in bytes && bytes.truncated) && (
        <p className="quiet">{problems.cut}</p>
      )}
    </details>
  );
}

function Shown({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <figure className="sample-text">
      <figcaption>{title}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{visible(text)}</pre>
    </figure>
  );
}

function textOf(bytes: ShownBytes | undefined): string | undefined {
  return bytes && 'text' in bytes ? bytes.text : undefined;
}

function placeOf(difference: unknown): Place | undefined {
  const { line, column } = (difference ?? {}) as Partial<Place>;
  return typeof line === 'number' && typeof column === 'number' ? { line, column } : undefined;
}
