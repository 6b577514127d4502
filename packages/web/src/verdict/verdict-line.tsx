import type { ReactNode } from 'react';
import { Shape } from './shape.tsx';
import type { Tone } from './tone.ts';
import './verdict.css';

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** The limit it stands against, in words. */
  readonly beside?: string;
}

export interface VerdictLineProps {
  readonly tone: Tone;
  readonly name: string;
  /** Why, in words: whatever a program or a compiler put into it is text and nothing else. */
  readonly why: string;
  readonly figures?: readonly Figure[];
  readonly children?: ReactNode;
}

/** The hero of a page: what happened, why, and what it took. */
export function VerdictLine({ tone, name, why, figures = [], children }: VerdictLineProps) {
  return (
    <div className={`verdict ${tone}`} data-tone={tone}>
      <Shape tone={tone} size={44} />
      <div className="verdict-words">
        <h2>{name}</h2>
        <p className="why">{why}</p>
        {figures.length > 0 && (
          <dl className="verdict-figures figures">
            {figures.map((figure) => (
              <div key={figure.name}>
                <dt>{figure.name}</dt>
                <dd>
                  {figure.value} {figure.beside !== undefined && <small>{figure.beside}</small>}
                </dd>
              </div>
            ))}
          </dl>
        )}
        {children}
      </div>
    </div>
  );
}
