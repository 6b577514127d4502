import type { InteractiveRequest } from '@cupel/sdk';
import type { TerminalSize } from '../terminal/create-terminal.ts';
import { splitArguments } from './arguments.ts';
import type { Workspace } from './workspace.ts';

/** The workspace as the service takes it; `size` is that of the terminal in the page. */
export function requestOf({ language, version, files, stdin, args, input }: Workspace, size: TerminalSize): InteractiveRequest {
  const list = splitArguments(args);
  return {
    ...(input === 'terminal' && { terminal: { ...size } }),
    ...(input === 'lines' && { interactive: true }),
    language,
    files: files.map(({ name, content }) => ({ name, content })),
    lane: 'interactive',
    ...(version !== '' && { version }),
    ...(input === 'given' && stdin !== '' && { stdin }),
    ...(list.length > 0 && { args: [...list] }),
  };
}

/** The same for a problem, which decides input and arguments itself. */
export function judgedRequestOf({ language, version, files }: Workspace, problem: string) {
  return {
    problem,
    language,
    files: files.map(({ name, content }) => ({ name, content })),
    lane: 'interactive',
    ...(version !== '' && { version }),
  } as const;
}
