import type { Sandbox } from '@cupel/domain';
import { type ProblemPackage, type Rendered, readSamples, renderLatex, renderMarkdown, type Statement } from '@cupel/problems';
import type { Checked } from './verification.js';

/** A statement as it is shown; without `html` where this host cannot render it. PDFs are shown as they are and are none. */
export interface ShownStatement {
  readonly statement: Statement;
  readonly html?: string;
  readonly problems: readonly string[];
}

/** Renders Markdown here and LaTeX in a box; `only` leaves out the other kind. */
export async function renderStatements(
  found: ProblemPackage,
  sandbox: Sandbox,
  only?: 'latex',
): Promise<readonly ShownStatement[]> {
  const options = { constants: found.metadata.constants, samples: await readSamples(found.tree) };
  const shown: ShownStatement[] = [];
  for (const statement of found.statements) {
    if (statement.kind === 'pdf' || (only !== undefined && statement.kind !== only)) continue;
    const text = (await found.tree.read(statement.path))?.toString('utf8') ?? '';
    const rendered: Rendered | undefined =
      statement.kind === 'markdown' ? renderMarkdown(text, options) : await renderLatex(text, options, sandbox);
    shown.push({ statement, problems: [], ...rendered });
  }
  return shown;
}

/** Renders every statement, for what in it cannot be shown. */
export async function checkStatements(found: ProblemPackage, sandbox: Sandbox): Promise<readonly Checked[]> {
  return (await renderStatements(found, sandbox)).map(({ statement, html, problems }) => {
    const base = { name: statement.path, by: statement.kind === 'latex' ? 'pandoc' : 'the renderer' };
    if (html === undefined) return { ...base, note: 'is not rendered: this host has no pandoc (apt-get install pandoc)' };
    return problems.length === 0 ? base : { ...base, problem: problems.join('; ') };
  });
}
