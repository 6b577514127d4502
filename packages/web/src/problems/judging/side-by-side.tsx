import { visible } from '../../playground/output/visible.ts';
import { words } from '../../strings/words.ts';

const MOST_LINES = 200;

export interface SideBySideProps {
  readonly expected: string;
  readonly got: string;
  /** Line of the first difference, from 1; found by comparing where it is not told. */
  readonly differing?: number | undefined;
}

/** What should have been written beside what was, line by line; blanks, tabs and line ends can be seen where lines differ. */
export function SideBySide({ expected, got, differing }: SideBySideProps) {
  const { problems } = words;
  const [left, right] = [linesOf(expected), linesOf(got)];
  const count = Math.min(MOST_LINES, Math.max(left.length, right.length));
  const rows = Array.from({ length: count }, (_, index) => index);
  const differs = (index: number) => left[index] !== right[index];
  const first = differing === undefined ? rows.find(differs) : differing - 1;
  return (
    <>
      <table className="side-by-side">
        <thead>
          <tr>
            <th scope="col">{problems.expected}</th>
            <th scope="col">{problems.yours}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((index) => (
            <tr key={index} className={differs(index) ? (index === first ? 'differs first' : 'differs') : undefined}>
              <Line text={left[index]} marked={differs(index)} />
              <Line text={right[index]} marked={differs(index)} />
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">{problems.unseenLegend}</p>
    </>
  );
}

function Line({ text, marked }: { readonly text: string | undefined; readonly marked: boolean }) {
  return <td>{text === undefined ? null : <code>{marked ? withMarks(text) : visible(text.replace(/\n$/, ''))}</code>}</td>;
}

function withMarks(text: string): string {
  return visible(text.replaceAll(' ', '·').replaceAll('\t', '→')).replace(/\n$/, '¶');
}

/** Each with its line end, so that a missing last one is seen. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
