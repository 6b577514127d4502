import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { words } from '../../strings/words.ts';
import { Button } from '../../ui/button.tsx';
import type { Run } from '../run/use-run.ts';
import type { TerminalSize } from './create-terminal.ts';
import type { TerminalKind } from './display.ts';
import type { TerminalView } from './terminal-view.ts';
import './terminal.css';

export interface TerminalPanelProps {
  readonly run: Run;
  readonly kind: TerminalKind;
  onSize(size: TerminalSize): void;
  onRun(): void;
}

/** What a terminal sends for these keys. */
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/** The run as somebody sits before it: what it writes, and what is typed into it. xterm is loaded when it is first needed. */
export function TerminalPanel({ run, kind, onSize, onRun }: TerminalPanelProps) {
  const { feed, input } = run;
  const box = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<TerminalView>();
  const [failed, setFailed] = useState(false);
  const type = useEffectEvent((text: string | Uint8Array) => input?.do((typing) => typing.type(text)));
  const interrupt = useEffectEvent(() => input?.do((typing) => typing.signal('SIGINT')));
  const end = useEffectEvent(() => input?.do((typing) => typing.end()));
  const resize = useEffectEvent((size: TerminalSize) => {
    onSize(size);
    if (kind === 'terminal') input?.do((typing) => typing.resize(size));
  });
  const open = useEffectEvent(
    (View: typeof TerminalView, parent: HTMLElement) =>
      new View({ parent, kind, onType: type, onEnd: end, onInterrupt: interrupt, onResize: resize }),
  );
  useEffect(() => {
    let made: TerminalView | undefined;
    let stopReading: (() => void) | undefined;
    let closed = false;
    const begin = async () => {
      const { TerminalView: View } = await import('./terminal-view.ts');
      if (closed || box.current === null) return;
      const terminal = open(View, box.current);
      made = terminal;
      stopReading = feed.read({
        onReset: () => terminal.reset(),
        onPiece: (stream, bytes) => feed.kind === kind && terminal.show(stream, bytes),
        onNote: (text) => terminal.note(text),
      });
      setHandle(terminal);
    };
    begin().catch(() => setFailed(true));
    return () => {
      closed = true;
      stopReading?.();
      made?.destroy();
    };
  }, [feed, kind]);
  const isLive = input !== undefined;
  const isBegun = isLive && !input.resumed;
  useEffect(() => {
    handle?.setLive(isLive);
    // Whoever has pressed Run wants to type next; whoever is elsewhere by then is not called away.
    if (isBegun && wantsTerminal()) handle?.focus();
  }, [handle, isLive, isBegun]);
  const runAgain = (event: React.KeyboardEvent) => {
    if (!isLive && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onRun();
  };
  return (
    <section className="terminal" aria-label={words.playground.terminal} onKeyDown={runAgain}>
      <div ref={box} className="terminal-box" />
      {failed && <p className="note bad">{words.playground.noTerminal}</p>}
      <p className="terminal-keys">
        {isLive ? (
          <>
            <Button look="plain" onClick={() => (kind === 'terminal' ? type(CTRL_C) : interrupt())}>
              {words.playground.interrupt} <span className="keys">{words.playground.interruptKeys}</span>
            </Button>
            <Button look="plain" onClick={() => (kind === 'terminal' ? type(CTRL_D) : end())}>
              {words.playground.endInput} <span className="keys">{words.playground.endInputKeys}</span>
            </Button>
          </>
        ) : (
          <span>{words.playground.terminalEmpty}</span>
        )}
        <span className="hint">{words.playground.terminalHint}</span>
      </p>
    </section>
  );
}

function wantsTerminal(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || active.closest('.write') !== null;
}
