import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { renderDocs, STYLE } from './render.js';

/** One style, named by its hash; no script, no image, nothing from anywhere else. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

let rendered: { readonly from: string; readonly html: string } | undefined;

export const docsRoute = defineRoute({
  method: 'GET',
  path: '/docs',
  scope: 'public',
  tag: 'Docs',
  summary: 'The routes as a page',
  responses: { 200: z.string() },
  errors: [],
  handler: async ({ services: { openapi } }) => {
    if (rendered?.from !== openapi) rendered = { from: openapi, html: renderDocs(JSON.parse(openapi)) };
    return {
      status: 200,
      body: { stream: rendered.html, type: 'text/html; charset=utf-8' },
      headers: { 'content-security-policy': POLICY, 'cache-control': 'public, max-age=300' },
    };
  },
});
