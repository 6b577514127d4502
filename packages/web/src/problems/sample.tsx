import { useState } from 'react';
import type { Sample } from '../api/problem-types.ts';
import { visible } from '../playground/output/visible.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';

export interface SampleViewProps {
  readonly sample: Sample;
  readonly canRun: boolean;
  onRun(sample: Sample): void;
}

export function SampleView({ sample, canRun, onRun }: SampleViewProps) {
  const { name, input, output, interaction } = sample;
  const label = words.problems.sample(name);
  return (
    <section className="sample" aria-label={label}>
      <header>
        <h3>{label}</h3>
        {canRun && input !== undefined && <Button onClick={() => onRun(sample)}>{words.problems.runSample}</Button>}
      </header>
      {interaction === undefined ? (
        <div className="sample-sides">
          <SampleText title={words.problems.input} text={input ?? ''} />
          <SampleText title={words.problems.output} text={output ?? ''} />
        </div>
      ) : (
        <SampleText title={words.problems.interaction} text={interaction} />
      )}
    </section>
  );
}

function SampleText({ title, text }: { readonly title: string; readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1_500);
    });
  };
  return (
    <figure className="sample-text">
      <figcaption>
        <span>{title}</span>
        <Button look="plain" onClick={copy} aria-label={`${words.problems.copy}: ${title}`}>
          {copied ? words.problems.copied : words.problems.copy}
        </Button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{visible(text)}</pre>
    </figure>
  );
}
