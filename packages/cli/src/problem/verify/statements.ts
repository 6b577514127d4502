import type { Sandbox } from '@cupel/domain';
import { type ProblemPackage, type Rendered, readSamples, renderLatex, renderMarkdown, type Statement } from '@cupel/problems';
import type { Checked } from './verification.js';

/** Renders every statement, for what in it cannot be shown. */
export async function checkStatements(found: ProblemPackage, sandbox: Sandbox): Promise<readonly Checked[]> {
  const options = { constants: found.metadata.constants, samples: await readSamples(found.tree) };
  const render = async ({ kind, path }: Statement): Promise<Rendered | undefined> => {
    const text = (await found.tree.read(path))?.toString('utf8') ?? '';
    return kind === 'markdown' ? renderMarkdown(text, options) : renderLatex(text, options, sandbox);
  };
  const checked: Checked[] = [];
  for (const statement of found.statements.filter(({ kind }) => kind !== 'pdf')) {
    const rendered = await render(statement);
    const base = { name: statement.path, by: statement.kind === 'latex' ? 'pandoc' : 'the renderer' };
    if (rendered === undefined)
      checked.push({ ...base, note: 'is not rendered: this host has no pandoc (apt-get install pandoc)' });
    else checked.push(rendered.problems.length === 0 ? base : { ...base, problem: rendered.problems.join('; ') });
  }
  return checked;
}
