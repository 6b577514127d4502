import type { Runtime } from '@cupel/sdk';
import { useQuery } from '@tanstack/react-query';
import { absentQuery } from '../api/queries.ts';
import { words } from '../strings/words.ts';
import { Button } from '../ui/button.tsx';
import { ShareButton } from './share/share-button.tsx';
import { examplesOf } from './workspace/examples.ts';
import type { WorkspaceControl } from './workspace/use-workspace.ts';

export interface ToolbarProps {
  readonly runtimes: readonly Runtime[];
  readonly control: WorkspaceControl;
  readonly running: boolean;
  readonly shares: boolean;
  onRun(): void;
  onStop(): void;
}

export function Toolbar({ runtimes, control, running, shares, onRun, onStop }: ToolbarProps) {
  const { workspace } = control;
  const runtime = runtimes.find(({ id }) => id === workspace.language);
  return (
    <div className="toolbar">
      <LanguageChoice runtimes={runtimes} control={control} />
      {runtime && runtime.versions.length > 0 && (
        <select
          className="text"
          aria-label={words.playground.version}
          value={workspace.version || runtime.versions[0]}
          onChange={(event) => control.change({ version: event.target.value })}
        >
          {runtime.versions.map((version) => (
            <option key={version}>{version}</option>
          ))}
        </select>
      )}
      <Examples control={control} />
      <div className="toolbar-end">
        {shares && <ShareButton workspace={workspace} />}
        {running ? (
          <Button className="stop" onClick={onStop}>
            <span className="stop-mark" aria-hidden="true" />
            {words.playground.stop}
          </Button>
        ) : (
          <Button look="main" onClick={onRun} aria-keyshortcuts="Control+Enter">
            {words.playground.run}
            <span className="keys">{words.playground.runKeys}</span>
          </Button>
        )}
      </div>
    </div>
  );
}

function LanguageChoice({ runtimes, control }: Pick<ToolbarProps, 'runtimes' | 'control'>) {
  const { language } = control.workspace;
  const known = runtimes.some(({ id }) => id === language);
  return (
    <select
      className="text"
      aria-label={words.playground.language}
      value={language}
      onChange={(event) => control.chooseLanguage(event.target.value)}
    >
      {!known && <option value={language}>{language}</option>}
      {runtimes.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
      <Absent />
    </select>
  );
}

/** What could be run where somebody installed it: not to be chosen, but to be known of. */
function Absent() {
  const absent = useQuery(absentQuery).data ?? [];
  if (absent.length === 0) return null;
  return (
    <optgroup label={words.playground.absent}>
      {absent.map(({ id, name, packages }) => (
        <option key={id} value={id} disabled>
          {words.playground.absentWith(name, packages[0])}
        </option>
      ))}
    </optgroup>
  );
}

function Examples({ control }: Pick<ToolbarProps, 'control'>) {
  const { language } = control.workspace;
  const examples = examplesOf(language);
  if (examples.length === 0) return null;
  return (
    <select
      className="text"
      aria-label={words.playground.example}
      value=""
      onChange={(event) => {
        const example = examples[Number(event.target.value)];
        if (example) control.openExample(example);
      }}
    >
      <option value="" disabled>
        {words.playground.exampleChoose}
      </option>
      {examples.map(({ title }, index) => (
        <option key={title} value={index}>
          {title}
        </option>
      ))}
    </select>
  );
}
