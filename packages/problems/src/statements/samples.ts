import type { PackageTree } from '../source/tree.js';

/** A sample as a statement shows it: input beside output, or a conversation. */
export type Sample =
  | { readonly kind: 'data'; readonly name: string; readonly input: string; readonly output: string }
  | { readonly kind: 'interaction'; readonly name: string; readonly text: string };

/** The samples in the order of their names. What is shown may differ from what is judged. */
export async function readSamples(tree: PackageTree): Promise<readonly Sample[]> {
  const names = tree.names('data/sample');
  const bases = new Set(names.flatMap((name) => /^(.+)\.(?:in|interaction)$/.exec(name)?.[1] ?? []));
  const samples: Sample[] = [];
  for (const base of [...bases].sort()) {
    const stem = `data/sample/${base}`;
    const first = async (...endings: readonly string[]) => {
      const ending = endings.find((one) => tree.has(`${stem}${one}`));
      return ending === undefined ? '' : ((await tree.read(`${stem}${ending}`))?.toString('utf8') ?? '');
    };
    if (tree.has(`${stem}.interaction`)) samples.push({ kind: 'interaction', name: base, text: await first('.interaction') });
    else
      samples.push({
        kind: 'data',
        name: base,
        input: await first('.in.statement', '.in'),
        output: await first('.ans.statement', '.out', '.ans'),
      });
  }
  return samples;
}
