import { useState } from 'react';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { visible } from './output/visible.ts';
import type { WorkspaceControl } from './workspace/use-workspace.ts';

export interface FileTabsProps {
  readonly control: WorkspaceControl;
  onResize(step: number): void;
}

/** The files as tabs, a way to more of them, and the size of the type. */
export function FileTabs({ control, onResize }: FileTabsProps) {
  const { files, active } = control.workspace;
  const [adding, setAdding] = useState(false);
  const remove = (index: number) =>
    control.change({
      files: files.filter((_, other) => other !== index),
      active: Math.max(0, index <= active ? active - 1 : active),
    });
  return (
    <div className="files">
      <ul className="file-list">
        {files.map(({ name }, index) => (
          <li key={name} className={index === active ? 'file open' : 'file'}>
            <button type="button" aria-pressed={index === active} onClick={() => control.change({ active: index })}>
              <bdi>{visible(name)}</bdi>
            </button>
            {index > 0 && (
              <button
                type="button"
                className="file-remove"
                aria-label={words.playground.removeFile(name)}
                onClick={() => remove(index)}
              >
                ×
              </button>
            )}
          </li>
        ))}
      </ul>
      {adding ? (
        <NewFile control={control} onDone={() => setAdding(false)} />
      ) : (
        <Button look="plain" onClick={() => setAdding(true)}>
          + {words.playground.addFile}
        </Button>
      )}
      <span className="files-end">
        <span className="hint">{words.playground.editorHint}</span>
        <Button look="plain" className="square" aria-label={words.playground.smaller} onClick={() => onResize(-1)}>
          A−
        </Button>
        <Button look="plain" className="square" aria-label={words.playground.larger} onClick={() => onResize(1)}>
          A+
        </Button>
      </span>
    </div>
  );
}

function NewFile({ control, onDone }: { readonly control: WorkspaceControl; onDone(): void }) {
  const [name, setName] = useState('');
  const { files } = control.workspace;
  const taken = files.some((file) => file.name === name);
  const add = (event: React.FormEvent) => {
    event.preventDefault();
    if (name === '' || taken) return;
    control.change({ files: [...files, { name, content: '' }], active: files.length });
    onDone();
  };
  return (
    <form className="new-file" onSubmit={add}>
      <input
        className="text code"
        aria-label={words.playground.newFile}
        placeholder={words.playground.newFileHint}
        value={name}
        maxLength={200}
        // biome-ignore lint/a11y/noAutofocus: it appears where and because somebody asked for it
        autoFocus
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <Button type="submit" disabled={name === '' || taken}>
        {words.playground.add}
      </Button>
      <Button look="plain" onClick={onDone}>
        {words.playground.cancel}
      </Button>
    </form>
  );
}
