import type { Runtime } from '@cupel/sdk';
import { useCallback, useEffect, useState } from 'react';
import { type Example, emptyWorkspace, examplesOf, freshWorkspace } from './examples.ts';
import { type InputKind, storedDraft, storedWorkspace, storeWorkspace, type Workspace } from './workspace.ts';

const FIRST = 'python';
const STORE_AFTER = 300;

export interface WorkspaceControl {
  readonly workspace: Workspace;
  /** Grows when the text was replaced from outside the editor. */
  readonly generation: number;
  change(changes: Partial<Workspace>): void;
  edit(text: string): void;
  chooseLanguage(id: string): void;
  openExample(example: Example): void;
}

// Whoever comes for the first time sees it first: it is on its way while the page still asks what can be run.
if (storedWorkspace() === undefined) void examplesOf(FIRST)[0]?.load();

/** What is being written, kept in this browser as it is typed. */
export function useWorkspace(runtimes: readonly Runtime[], given?: Workspace): WorkspaceControl {
  const [workspace, setWorkspace] = useState<Workspace>(() => given ?? storedWorkspace() ?? empty(runtimes, FIRST));
  const own = given === undefined;
  const [generation, setGeneration] = useState(0);
  const replace = useCallback((next: Workspace) => {
    setWorkspace(next);
    setGeneration((count) => count + 1);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => storeWorkspace(workspace, own), STORE_AFTER);
    const now = () => storeWorkspace(workspace, own);
    window.addEventListener('pagehide', now);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', now);
    };
  }, [workspace, own]);
  const begin = useCallback(
    async (language: string, input: InputKind) => {
      const source = runtimes.find(({ id }) => id === language)?.source ?? 'main';
      const empty = { ...emptyWorkspace(language, source), input };
      replace(empty);
      const filled = await freshWorkspace(empty, examplesOf(language)[0]);
      // Whoever has begun to write by then keeps what he wrote.
      setWorkspace((current) => (current === empty ? filled : current));
      setGeneration((count) => count + 1);
    },
    [runtimes, replace],
  );
  const isEmpty = workspace.files.every(({ content }) => content === '');
  // biome-ignore lint/correctness/useExhaustiveDependencies: on the first look alone
  useEffect(() => {
    if (isEmpty && given === undefined) void begin(workspace.language, workspace.input);
  }, []);
  return {
    workspace,
    generation,
    change: (changes) => setWorkspace((current) => ({ ...current, ...changes })),
    edit: (content) =>
      setWorkspace((current) => ({
        ...current,
        files: current.files.map((file, index) => (index === current.active ? { ...file, content } : file)),
      })),
    chooseLanguage: (id) => {
      storeWorkspace(workspace, own);
      const draft = own ? storedDraft(id) : undefined;
      if (draft) replace(draft);
      else void begin(id, workspace.input);
    },
    openExample: (example) =>
      void freshWorkspace(emptyWorkspace(workspace.language, workspace.files[0]?.name ?? 'main'), example).then(replace),
  };
}

function empty(runtimes: readonly Runtime[], wanted: string): Workspace {
  const runtime = runtimes.find(({ id }) => id === wanted) ?? runtimes[0];
  return emptyWorkspace(runtime?.id ?? wanted, runtime?.source ?? 'main');
}
