import { randomBytes } from 'node:crypto';
import { createEndpoint } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { checkWebhookUrl } from '../../platform/webhooks/guard.js';
import { EndpointRequestSchema, EndpointSchema, serializeEndpoint } from './endpoint-schema.js';

export const createRoute = defineRoute({
  method: 'POST',
  path: '/api/webhooks',
  scope: 'admin',
  tag: 'Webhooks',
  summary: 'Be told of the end of every submission, of one key or of the tenant',
  body: EndpointRequestSchema,
  responses: {
    201: EndpointSchema.extend({ secret: z.string().meta({ description: 'shown here and never again' }) }).meta({
      id: 'NewWebhook',
    }),
  },
  errors: [
    'webhook_url_bad',
    'webhook_not_https',
    'webhook_localhost',
    'webhook_private',
    'webhook_unresolved',
    'webhook_blocked',
    'record_not_found',
  ],
  handler: async ({ services, principal, body }) => {
    const url = await checkWebhookUrl(body.url, services.config.allowLocalhostWebhooks);
    const secret = body.secret ?? `whsec_${randomBytes(32).toString('base64')}`;
    const { tenantId } = principal;
    const endpoint = await createEndpoint(services.database, {
      tenantId,
      url,
      secret,
      ...(body.key_id !== undefined && { keyId: body.key_id }),
    });
    return { status: 201, body: { ...serializeEndpoint(endpoint), secret } };
  },
});
