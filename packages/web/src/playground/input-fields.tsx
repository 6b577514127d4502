import { words } from '../strings/words.ts';
import { INPUT_KINDS, type InputKind, type Workspace } from './workspace/workspace.ts';

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
      <InputChoice chosen={workspace.input} onChoose={(input) => onChange({ input })} />
      {workspace.input === 'given' && (
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
      )}
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

/** Whether all input is there before the program starts, or somebody types while it runs. */
function InputChoice({ chosen, onChoose }: { readonly chosen: InputKind; onChoose(kind: InputKind): void }) {
  return (
    <fieldset className="input-kind">
      <legend>{words.playground.input}</legend>
      {INPUT_KINDS.map((kind) => (
        <label key={kind} title={words.playground.inputKindHints[kind]}>
          <input type="radio" name="input-kind" checked={kind === chosen} onChange={() => onChoose(kind)} />
          {words.playground.inputKinds[kind]}
        </label>
      ))}
      <small>{words.playground.inputKindHints[chosen]}</small>
    </fieldset>
  );
}
