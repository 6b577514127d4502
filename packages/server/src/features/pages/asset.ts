import { CupelError } from '@cupel/domain';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import type { PageFile } from '../../platform/pages/store.js';

export const assetRoute = defineRoute({
  method: 'GET',
  path: '/assets/{name}',
  scope: 'public',
  tag: 'Pages',
  summary: 'A built file of the pages; its name holds its hash',
  page: true,
  params: z.object({ name: z.string() }),
  responses: { 200: z.string() },
  errors: ['route_not_found'],
  handler: async ({ services, params, header }) => {
    const file = services.pages.findAsset(params.name);
    if (file === undefined) throw new CupelError('route_not_found', { method: 'GET', path: `/assets/${params.name}` });
    const { bytes, encoding } = chosen(file, header('accept-encoding') ?? '');
    return {
      status: 200,
      body: { stream: bytes, type: file.type },
      headers: {
        // Another content is another name.
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
        ...(encoding && { 'content-encoding': encoding }),
      },
    };
  },
});

function chosen({ bytes, br, gzip }: PageFile, accepted: string): { readonly bytes: Buffer; readonly encoding?: string } {
  if (br && /\bbr\b/.test(accepted)) return { bytes: br, encoding: 'br' };
  return gzip && /\bgzip\b/.test(accepted) ? { bytes: gzip, encoding: 'gzip' } : { bytes };
}
