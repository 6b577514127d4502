import { CupelError, size } from '@cupel/domain';
import { createShare, getShare } from '@cupel/store';
import { z } from 'zod';
import { defineRoute, type Route } from '../../platform/http/route.js';
import { name, TimeSchema, text } from '../../platform/http/schemas.js';

const MONTH = 30 * 86_400;
const MOST = 256 * 1024;

const ContentSchema = z.strictObject({
  language: name(100),
  version: text(100).default(''),
  files: z
    .array(z.strictObject({ name: name(1000), content: text(MOST) }))
    .min(1)
    .max(100),
  stdin: text(MOST).default(''),
  arguments: text(32 * 1024).default(''),
});

const createRoute = defineRoute({
  method: 'POST',
  path: '/api/shares',
  scope: 'submit',
  tag: 'Shares',
  summary: 'Put a program behind a link, for 30 days',
  body: ContentSchema.meta({ id: 'ShareRequest' }),
  responses: { 201: z.object({ id: z.string(), path: z.string(), expires_at: TimeSchema }).meta({ id: 'NewShare' }) },
  errors: ['share_too_large'],
  handler: async ({ services, principal: { tenantId, principalId }, body }) => {
    const content = Buffer.from(JSON.stringify(body));
    if (content.length > MOST) throw new CupelError('share_too_large', { most: size(MOST) });
    const { id, expiresAt } = await createShare(services.database, { tenantId, principalId, content, lasts: MONTH });
    return { status: 201, body: { id, path: `/s/${id}`, expires_at: expiresAt.toISOString() } };
  },
});

/** Public: the link is the permission, and holds 128 random bits. */
const readRoute = defineRoute({
  method: 'GET',
  path: '/api/shares/{id}',
  scope: 'public',
  tag: 'Shares',
  summary: 'The program behind a link',
  params: z.object({ id: z.string().max(100) }),
  responses: { 200: ContentSchema.extend({ expires_at: TimeSchema }).meta({ id: 'Share' }) },
  errors: ['share_not_found'],
  handler: async ({ services, params }) => {
    const { content, expiresAt } = await getShare(services.database, params.id);
    const shared = ContentSchema.parse(JSON.parse(content.toString('utf8')));
    return { status: 200, body: { ...shared, expires_at: expiresAt.toISOString() } };
  },
});

export const shareRoutes: readonly Route[] = [createRoute, readRoute];
