/** Columns of a table, each as wide as what stands in it; numbers to the right. */
export interface Column {
  readonly title: string;
  readonly right?: boolean;
}

/** A line of a table: plain text, and how it is painted once it has its width. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** Two blanks between columns, none at the ends of lines. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly (string | Cell)[])[],
  head = (text: string) => text,
): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)));
  const widths = columns.map(({ title }, index) => Math.max(width(title), ...cells.map((row) => width(row[index]?.text ?? ''))));
  const line = (row: readonly Cell[]) =>
    columns
      .map(({ right }, index) => {
        const { text, paint = (same: string) => same } = row[index] ?? { text: '' };
        const blanks = ' '.repeat(Math.max(0, (widths[index] ?? 0) - width(text)));
        return right ? `${blanks}${paint(text)}` : `${paint(text)}${blanks}`;
      })
      .join('  ')
      .trimEnd();
  return [head(line(columns.map(({ title }) => ({ text: title })))), ...cells.map(line)].join('\n');
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns of a terminal that a text takes up: marks take none, East Asian characters two. */
function width(text: string): number {
  let total = 0;
  for (const character of text) total += /\p{Mn}|\p{Cf}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return total;
}
