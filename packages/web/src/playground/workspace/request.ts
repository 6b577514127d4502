import type { SubmissionRequest } from '@cupel/sdk';
import { splitArguments } from './arguments.ts';
import type { Workspace } from './workspace.ts';

/** The workspace as the service takes it. */
export function requestOf({ language, version, files, stdin, args }: Workspace): SubmissionRequest {
  const list = splitArguments(args);
  return {
    language,
    files: files.map(({ name, content }) => ({ name, content })),
    lane: 'interactive',
    ...(version !== '' && { version }),
    ...(stdin !== '' && { stdin }),
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
