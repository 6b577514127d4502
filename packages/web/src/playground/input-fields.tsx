import { words } from '../strings/words.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface InputFieldsProps {
  readonly workspace: Workspace;
  onChange(changes: Partial<Workspace>): void;
  onRun(): void;
}

/** What the program is given. */
export function InputFields({ workspace, onChange, onRun }: InputFieldsProps) {
  const runOnKeys = (event: React.KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onRun();
  };
  return (
    <div className="inputs">
      <label className="field">
        <span>
          {words.playground.stdin} <small>{words.playground.inputHint}</small>
        </span>
        <textarea
          className="text"
          rows={3}
          spellCheck={false}
          value={workspace.stdin}
          onKeyDown={runOnKeys}
          onChange={(event) => onChange({ stdin: event.target.value })}
        />
      </label>
      <label className="field">
        <span>
          {words.playground.arguments} <small>{words.playground.argumentsHint}</small>
        </span>
        <input
          className="text code"
          spellCheck={false}
          autoComplete="off"
          value={workspace.args}
          onKeyDown={runOnKeys}
          onChange={(event) => onChange({ args: event.target.value })}
        />
      </label>
    </div>
  );
}
