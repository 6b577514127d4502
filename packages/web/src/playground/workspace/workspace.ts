import { recall, recallHere, remember, rememberHere } from '../../design/memory.ts';

interface SourceFile {
  readonly name: string;
  readonly content: string;
}

/** What is being written: the first file is the program. */
export interface Workspace {
  readonly language: string;
  /** Empty is the default one. */
  readonly version: string;
  readonly files: readonly SourceFile[];
  readonly active: number;
  readonly stdin: string;
  readonly args: string;
  readonly input: InputKind;
}

/** What a program reads: a text that is given with it, or what is typed while it runs, at a terminal or into a pipe. */
export const INPUT_KINDS = ['given', 'terminal', 'lines'] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

const NAME = 'work';

/** What this tab had, else what this browser had last. */
export function storedWorkspace(): Workspace | undefined {
  for (const text of [recallHere(NAME), recall(NAME)]) {
    const found = text === undefined ? undefined : parseWorkspace(text);
    if (found) return found;
  }
  return undefined;
}

/** What somebody else gave stays in this tab, so that it never takes the place of one's own work. */
export function storeWorkspace(workspace: Workspace, own: boolean): void {
  const text = JSON.stringify(workspace);
  rememberHere(NAME, text);
  if (!own) return;
  remember(NAME, text);
  remember(draftOf(workspace.language), text);
}

/** What was last written in a language: changing back and forth loses nothing. */
export function storedDraft(language: string): Workspace | undefined {
  const text = recall(draftOf(language));
  return text === undefined ? undefined : parseWorkspace(text);
}

function draftOf(language: string): string {
  return `${NAME}.${language}`;
}

/** Other versions of these pages, and whoever shared a link, may have written it: nothing is believed. */
function parseWorkspace(text: string): Workspace | undefined {
  try {
    return workspaceOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function workspaceOf(value: unknown): Workspace | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { language, version, files, active, stdin, args, input } = value as Readonly<Record<string, unknown>>;
  if (typeof language !== 'string' || !Array.isArray(files)) return undefined;
  const sound = files.filter(isFile);
  if (sound.length === 0) return undefined;
  return {
    language,
    version: typeof version === 'string' ? version : '',
    files: sound.map(({ name, content }) => ({ name, content })),
    active: typeof active === 'number' && active >= 0 && active < sound.length ? Math.floor(active) : 0,
    stdin: typeof stdin === 'string' ? stdin : '',
    args: typeof args === 'string' ? args : '',
    input: INPUT_KINDS.find((kind) => kind === input) ?? 'given',
  };
}

function isFile(value: unknown): value is SourceFile {
  if (typeof value !== 'object' || value === null) return false;
  const { name, content } = value as Readonly<Record<string, unknown>>;
  return typeof name === 'string' && typeof content === 'string';
}
