import { CupelError } from '@cupel/domain';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';

export const componentRoute = defineRoute({
  method: 'GET',
  path: '/embed.js',
  scope: 'public',
  tag: 'Pages',
  summary: '<cupel-editor>, for pages elsewhere',
  page: true,
  responses: { 200: z.string() },
  errors: ['pages_not_built'],
  handler: async ({ services: { pages } }) => {
    if (pages.component === undefined) throw new CupelError('pages_not_built', {});
    return {
      status: 200,
      body: { stream: pages.component, type: 'text/javascript; charset=utf-8' },
      // Modules are fetched with CORS. It holds nothing that is not public.
      headers: {
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': 'public, max-age=300',
      },
    };
  },
});
