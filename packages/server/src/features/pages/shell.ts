import { randomBytes } from 'node:crypto';
import { CupelError } from '@cupel/domain';
import { z } from 'zod';
import { defineRoute, type Route } from '../../platform/http/route.js';
import { FRAMED_PATH, PAGE_PATHS } from './paths.js';

/**
 * Nothing from anywhere else; no inline script at all. Styles come from our files, and from elements that carry the nonce of
 * this answer: the editor and the terminal make theirs while they run.
 */
function policy(nonce: string, framed: boolean): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    framed ? 'frame-ancestors *' : "frame-ancestors 'none'",
  ].join('; ');
}

function shellRoute(path: string, framed: boolean): Route {
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
      if (pages.shell === undefined) throw new CupelError('pages_not_built', {});
      const nonce = randomBytes(16).toString('base64');
      return {
        status: 200,
        body: { stream: pages.shell.replace('STYLE_NONCE', nonce), type: 'text/html; charset=utf-8' },
        headers: {
          'content-security-policy': policy(nonce, framed),
          'cache-control': 'no-store',
          ...(framed && { 'x-frame-options': 'ALLOWALL', 'cross-origin-resource-policy': 'cross-origin' }),
        },
      };
    },
  });
}

export const shellRoutes: readonly Route[] = [
  ...PAGE_PATHS.map((path) => shellRoute(path, false)),
  shellRoute(FRAMED_PATH, true),
];
