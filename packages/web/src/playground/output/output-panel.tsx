import { useLayoutEffect, useRef } from 'react';
import { words } from '../../strings/words.ts';
import { amount } from '../../verdict/figures.ts';
import type { Segment, Transcript } from './transcript.ts';
import { visible } from './visible.ts';
import './output.css';

const NEAR_END = 40;

export interface OutputPanelProps {
  readonly transcript: Transcript;
  /** What stands here while there is no output. */
  readonly empty: string;
}

/** What the program wrote, stderr told apart by colour, a mark at its side, and words for who hears the page. */
export function OutputPanel({ transcript, empty }: OutputPanelProps) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useLayoutEffect(() => {
    if (transcript.size === 0) follows.current = true;
    const element = box.current;
    if (element && follows.current) element.scrollTop = element.scrollHeight;
  }, [transcript]);
  const onScroll = () => {
    const element = box.current;
    if (element) follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="output" ref={box} onScroll={onScroll} aria-label={words.playground.output} tabIndex={0}>
      {transcript.dropped > 0 && <p className="output-note">{words.playground.cutFront(amount(transcript.dropped))}</p>}
      {transcript.segments.length === 0 ? (
        <p className="output-note">{empty}</p>
      ) : (
        <pre>
          {transcript.segments.map((segment) => (
            <Piece key={segment.id} segment={segment} />
          ))}
        </pre>
      )}
    </section>
  );
}

function Piece({ segment }: { readonly segment: Segment }) {
  if (segment.stream === 'stdout') return <span>{visible(segment.text)}</span>;
  return (
    <span className="stderr">
      <span className="unseen">{words.playground.stderrStarts}</span>
      {visible(segment.text)}
    </span>
  );
}
