import { randomUUID } from 'node:crypto';
import { createEmbedToken, ensurePrincipal } from '@cupel/store';
import { z } from 'zod';
import { requireActingFor } from '../../platform/auth/ownership.js';
import { defineRoute, type Route } from '../../platform/http/route.js';
import { name, TimeSchema } from '../../platform/http/schemas.js';

/** Seconds. */
const LONGEST = 86_400;

const tokenRoute = defineRoute({
  method: 'POST',
  path: '/api/embed-tokens',
  scope: 'submit',
  tag: 'Embedding',
  summary: 'A short-lived token for <cupel-editor> in a page elsewhere',
  body: z
    .strictObject({
      user: name(200).optional().meta({ description: "the caller's own id of who will submit; somebody new unless given" }),
      lasts: z.number().int().min(60).max(LONGEST).default(3600).meta({ description: 'seconds' }),
    })
    .meta({ id: 'EmbedTokenRequest' }),
  responses: { 201: z.object({ token: z.string(), expires_at: TimeSchema }).meta({ id: 'EmbedToken' }) },
  errors: ['scope_missing'],
  handler: async ({ services: { database }, principal, body }) => {
    requireActingFor(principal);
    const { tenantId } = principal;
    // Never the caller himself: what his key may see, a frame in a stranger's browser may not.
    const externalId = body.user ?? `embed-${randomUUID()}`;
    const holder = await ensurePrincipal(database, { tenantId, kind: 'external', name: body.user ?? 'embedded', externalId });
    const { token, expiresAt } = await createEmbedToken(database, { tenantId, principalId: holder.id }, body.lasts);
    return { status: 201, body: { token, expires_at: expiresAt.toISOString() } };
  },
});

export const embedRoutes: readonly Route[] = [tokenRoute];
