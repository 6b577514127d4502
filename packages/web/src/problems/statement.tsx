import { useMemo, useState } from 'react';
import type { Problem, Sample } from '../api/problem-types.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { amount as bytes } from '../verdict/figures.ts';
import { SampleView } from './sample.tsx';

export interface StatementProps {
  readonly problem: Problem;
  onRunSample(sample: Sample): void;
}

/** What the problem asks, each sample where the statement shows it, with something to do. */
export function StatementView({ problem, onRunSample }: StatementProps) {
  const [language, setLanguage] = useState(() => preferred(problem));
  const statement = problem.statements.find((one) => one.language === language) ?? problem.statements[0];
  const parts = useMemo(() => (statement?.format === 'html' ? partsOf(statement.text ?? '') : undefined), [statement]);
  const shown = parts?.filter((part) => part.kind === 'sample').length ?? 0;
  const sampleAt = (index: number) => {
    const sample = problem.samples[index];
    return (
      sample && (
        <SampleView
          key={sample.name}
          sample={sample}
          canRun={problem.takes === 'program' && !problem.interactive}
          onRun={onRunSample}
        />
      )
    );
  };
  return (
    <article className="statement" lang={statement?.language}>
      {problem.statements.length > 1 && (
        <label className="field statement-language">
          <span>{words.problems.statementLanguage}</span>
          <select className="text" value={language} onChange={(event) => setLanguage(event.target.value)}>
            {problem.statements.map((one) => (
              <option key={one.language}>{one.language}</option>
            ))}
          </select>
        </label>
      )}
      {statement?.format === 'pdf' && (
        <p className="note">
          <a href={`/api/problems/${encodeURIComponent(problem.slug)}/statements/${statement.language}`} download>
            {words.problems.asPdf(bytes(statement.bytes ?? 0))}
          </a>
        </p>
      )}
      {statement?.format === 'latex' && <p className="note">{words.problems.notShown}</p>}
      {parts?.map((part) =>
        part.kind === 'sample' ? (
          sampleAt(part.index)
        ) : (
          // The service renders it from Markdown or LaTeX without any markup of the package's own; nothing in it can act.
          // biome-ignore lint/security/noDangerouslySetInnerHtml: see above
          <div key={part.key} className="statement-text" dangerouslySetInnerHTML={{ __html: part.html }} />
        ),
      )}
      {problem.samples.slice(shown).map((_, index) => sampleAt(shown + index))}
      <Attachments problem={problem} />
    </article>
  );
}

/** Files that go with the statement; named by their places, and saved under their own names. */
function Attachments({ problem: { slug, attachments } }: Pick<StatementProps, 'problem'>) {
  if (attachments.length === 0) return null;
  return (
    <section>
      <h2>{words.problems.attachments}</h2>
      <ul>
        {attachments.map(({ name, bytes: size }, index) => (
          <li key={name}>
            <a href={`/api/problems/${encodeURIComponent(slug)}/attachments/${index + 1}`} download={name.split('/').at(-1)}>
              {visible(name)}
            </a>{' '}
            {bytes(size)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function preferred({ statements }: Problem): string {
  const known = statements.map(({ language }) => language);
  return navigator.languages.map((tag) => tag.split('-')[0] ?? '').find((tag) => known.includes(tag)) ?? known[0] ?? '';
}

type Part =
  | { readonly kind: 'text'; readonly key: string; readonly html: string }
  | { readonly kind: 'sample'; readonly index: number };

/** The statement cut where it shows its samples, so that the page can show them with buttons. */
function partsOf(html: string): readonly Part[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const parts: Part[] = [];
  let text = '';
  let samples = 0;
  const flush = () => {
    if (text.trim() !== '') parts.push({ kind: 'text', key: `text ${parts.length}`, html: text });
    text = '';
  };
  for (const child of body.childNodes) {
    if (child instanceof HTMLElement && child.classList.contains('sample')) {
      flush();
      parts.push({ kind: 'sample', index: samples });
      samples += 1;
    } else text += child instanceof HTMLElement ? child.outerHTML : escaped(child.textContent ?? '');
  }
  flush();
  return parts;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
