import type { Result, Runtime } from '@cupel/sdk';
import { lazy, Suspense, useRef, useState } from 'react';
import { recall, remember } from '../design/memory.ts';
import { Editor } from '../editor/editor.tsx';
import { words } from '../strings/words.ts';
import { FileTabs } from './file-tabs.tsx';
import { InputFields } from './input-fields.tsx';
import { OutputPanel } from './output/output-panel.tsx';
import { EMPTY } from './output/transcript.ts';
import { CompilerWords } from './run/compiler-words.tsx';
import type { RunState } from './run/run-state.ts';
import { RunVerdict } from './run/run-verdict.tsx';
import { useRun } from './run/use-run.ts';
import type { TerminalSize } from './terminal/create-terminal.ts';
import { Toolbar } from './toolbar.tsx';
import { judgedRequestOf, requestOf } from './workspace/request.ts';
import { useWorkspace } from './workspace/use-workspace.ts';
import type { Workspace } from './workspace/workspace.ts';
import './playground.css';

const TerminalPanel = lazy(async () => ({ default: (await import('./terminal/terminal-panel.tsx')).TerminalPanel }));

/** Until the terminal has been measured. */
const USUAL: TerminalSize = { columns: 80, rows: 24 };
const SIZES = [0.8125, 0.9375, 1.0625, 1.25, 1.5];

export interface PlaygroundProps {
  readonly runtimes: readonly Runtime[];
  /** What was shared; else what this browser had last. */
  readonly given?: Workspace;
  /** Stands in a page of somebody else: no link to share, and as high as it needs to be. */
  readonly compact?: boolean;
  /** Id of the problem that programs are submitted to, instead of being run. */
  readonly problem?: string;
  onEnd?(result: Result): void;
}

/** Write on one side, see what happens on the other. */
export function Playground({ runtimes, given, compact = false, problem, onEnd }: PlaygroundProps) {
  const control = useWorkspace(runtimes, given);
  const { workspace, generation } = control;
  const run = useRun({ resumes: given === undefined, ...(onEnd && { onEnd }) });
  const [size, setSize] = useState(() => Number(recall('type')) || 1);
  const runtime = runtimes.find(({ id }) => id === workspace.language);
  const file = workspace.files[workspace.active];
  const terminal = useRef(USUAL);
  const measured = (size: TerminalSize) => {
    terminal.current = size;
  };
  const chosen = workspace.input === 'given' || problem !== undefined ? undefined : workspace.input;
  // A run that is under way stays as it was begun, whatever is chosen for the next.
  const shown = run.state.kind === 'under way' ? run.feed.kind : chosen;
  const start = () =>
    problem === undefined
      ? run.start(requestOf(workspace, terminal.current), chosen)
      : run.start(judgedRequestOf(workspace, problem));
  const resize = (step: number) => {
    const next = Math.min(SIZES.length - 1, Math.max(0, size + step));
    setSize(next);
    remember('type', String(next));
  };
  return (
    <div className={compact ? 'playground compact' : 'playground'}>
      <h1 className="unseen">{words.playground.title}</h1>
      <section className="write" aria-label={words.playground.files}>
        <Toolbar
          shares={!compact}
          runtimes={runtimes}
          control={control}
          running={run.state.kind === 'under way'}
          onRun={start}
          onStop={run.stop}
        />
        <FileTabs control={control} onResize={resize} />
        <Editor
          id={`${generation} ${workspace.active}`}
          text={file?.content ?? ''}
          mode={workspace.active === 0 || isSource(file?.name, runtime) ? (runtime?.editor ?? '') : ''}
          label={words.playground.program(file?.name ?? '')}
          size={SIZES[size] ?? 1}
          onChange={control.edit}
          onRun={start}
        />
        {problem === undefined && <InputFields workspace={workspace} onChange={control.change} onRun={start} />}
      </section>
      <section className="watch" aria-label={words.playground.result}>
        <RunVerdict state={run.state} />
        {run.state.kind === 'ended' && (
          <CompilerWords output={run.state.result.compile?.output} refused={run.state.result.verdict === 'CE'} />
        )}
        {shown === undefined ? (
          <OutputPanel transcript={'transcript' in run.state ? run.state.transcript : EMPTY} empty={emptyWords(run.state)} />
        ) : (
          <Suspense fallback={<p className="output-note">{words.playground.terminalLoading}</p>}>
            <TerminalPanel key={shown} run={run} kind={shown} onSize={measured} onRun={start} />
          </Suspense>
        )}
      </section>
    </div>
  );
}

function isSource(name: string | undefined, runtime: Runtime | undefined): boolean {
  return runtime !== undefined && name?.endsWith(`.${runtime.extension}`) === true;
}

function emptyWords({ kind }: RunState): string {
  return kind === 'ended' ? words.playground.noOutput : words.playground.waiting;
}
