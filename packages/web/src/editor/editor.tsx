import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { words } from '../strings/words.ts';
import type { EditorHandle } from './view.ts';
import './editor.css';

export interface EditorProps {
  /** Which text this is: another id is another file, and has a history of its own. */
  readonly id: string;
  readonly text: string;
  readonly mode: string;
  readonly label: string;
  /** rem */
  readonly size: number;
  readonly readOnly?: boolean;
  onChange(text: string): void;
  onRun(): void;
}

/** A plain field at first, so that one can type at once; CodeMirror takes its place as soon as it is here. */
export function Editor(props: EditorProps) {
  const { id, text, mode, label, size, readOnly = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<EditorHandle>();
  const [failed, setFailed] = useState(false);
  const onChange = useEffectEvent((next: string) => props.onChange(next));
  const onRun = useEffectEvent(() => props.onRun());
  const open = useEffectEvent((openEditor: typeof import('./view.ts').openEditor, parent: HTMLElement) =>
    openEditor({ parent, text, label, readOnly, onChange, onRun }),
  );
  useEffect(() => {
    let closed = false;
    let made: EditorHandle | undefined;
    const begin = async () => {
      const { openEditor } = await import('./view.ts');
      if (closed || box.current === null) return;
      const hadFocus = box.current.parentElement?.contains(document.activeElement) ?? false;
      made = open(openEditor, box.current);
      setHandle(made);
      if (hadFocus) made.focus();
    };
    begin().catch(() => setFailed(true));
    return () => {
      closed = true;
      made?.destroy();
    };
  }, []);
  const show = useEffectEvent((editor: EditorHandle) => editor.show(text, mode, label));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file or mode is shown anew, typing is not
  useEffect(() => {
    if (handle) show(handle);
  }, [handle, id, mode]);
  return (
    <div className="editor" style={{ '--editor-size': `${size}rem` } as React.CSSProperties}>
      <div ref={box} className="editor-box" hidden={handle === undefined} />
      {handle === undefined && (
        <textarea
          className="editor-plain"
          aria-label={label}
          value={text}
          readOnly={readOnly}
          spellCheck={false}
          onChange={(event) => props.onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) props.onRun();
          }}
        />
      )}
      {failed && <p className="note">{words.playground.noEditor}</p>}
    </div>
  );
}
