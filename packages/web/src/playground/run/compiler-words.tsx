import { words } from '../../strings/words.ts';
import { visible } from '../output/visible.ts';

/** What the compiler wrote: open where it refused, folded where it only warned. */
export function CompilerWords({ output = '', refused }: { readonly output?: string | undefined; readonly refused: boolean }) {
  if (output === '') return null;
  return (
    <details className="compiler" open={refused}>
      <summary>{words.verdict.compiler}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{visible(output)}</pre>
    </details>
  );
}
