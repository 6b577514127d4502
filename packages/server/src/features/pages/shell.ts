import { CupelError } from '@cupel/domain';
import { z } from 'zod';
import { defineRoute, type Route } from '../../platform/http/route.js';
import { openShell } from '../../platform/pages/shell.js';
import { FIRST_ASKED, FRAMED, PAGES } from './paths.js';

function shellRoute(path: string, module: string, framed: boolean): Route {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  return defineRoute({
    method: 'GET',
    path,
    scope: 'public',
    tag: 'Pages',
    summary: 'The pages',
    page: true,
    ...(names.length > 0 && { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }),
    responses: { 200: z.string() },
    errors: ['pages_not_built'],
    handler: async ({ services: { pages } }) => {
      const shell = openShell(pages, { module, framed, asked: FIRST_ASKED[path] ?? [] });
      if (shell === undefined) throw new CupelError('pages_not_built', {});
      return { status: 200, body: { stream: shell.html, type: 'text/html; charset=utf-8' }, headers: shell.headers };
    },
  });
}

export const shellRoutes: readonly Route[] = [
  ...Object.entries(PAGES).map(([path, module]) => shellRoute(path, module, false)),
  ...Object.entries(FRAMED).map(([path, module]) => shellRoute(path, module, true)),
];
