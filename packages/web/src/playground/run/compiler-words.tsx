import type { Result } from '@cupel/sdk';
import { words } from '../../strings/words.ts';
import { visible } from '../output/visible.ts';

/** What the compiler wrote: open where it refused, folded where it only warned. */
export function CompilerWords({ result: { compile, verdict } }: { readonly result: Result }) {
  if (compile === null || compile.output === '') return null;
  return (
    <details className="compiler" open={verdict === 'CE'}>
      <summary>{words.verdict.compiler}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{visible(compile.output)}</pre>
    </details>
  );
}
