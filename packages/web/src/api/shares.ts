import type { Workspace } from '../playground/workspace/workspace.ts';
import { workspaceOf } from '../playground/workspace/workspace.ts';
import { client } from './client.ts';

export interface Share {
  readonly path: string;
  readonly expires_at: string;
}

export function makeShare(workspace: Workspace): Promise<Share> {
  const { language, version, files, stdin, args } = workspace;
  const body = { language, version, files, stdin, arguments: args };
  return client.call({ method: 'POST', path: '/api/shares', body, repeatable: false });
}

/** Null where it holds nothing that can be shown, refused where the link has expired; what is found was written by a stranger. */
export async function readShare(id: string): Promise<Workspace | null> {
  const share = await client.call<Readonly<Record<string, unknown>>>({
    method: 'GET',
    path: `/api/shares/${encodeURIComponent(id)}`,
    repeatable: true,
  });
  return workspaceOf({ ...share, args: share.arguments }) ?? null;
}
