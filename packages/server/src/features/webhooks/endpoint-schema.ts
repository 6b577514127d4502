import type { WebhookEndpoint } from '@cupel/store';
import { z } from 'zod';
import { TimeSchema, text } from '../../platform/http/schemas.js';

export const EndpointRequestSchema = z
  .strictObject({
    url: z.string().min(1).max(4096),
    secret: text(256, 1).optional().meta({ description: 'a `whsec_` secret is made and shown once unless given' }),
    key_id: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'only for what is submitted with this key; else for the whole tenant' }),
  })
  .meta({ id: 'WebhookRequest' });

export const EndpointSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    key_id: z.string().nullable(),
    created_at: TimeSchema,
    disabled_at: TimeSchema.nullable(),
  })
  .meta({ id: 'Webhook' });

export function serializeEndpoint(endpoint: WebhookEndpoint): z.input<typeof EndpointSchema> {
  const { id, url, keyId, createdAt, disabledAt } = endpoint;
  return { id, url, key_id: keyId, created_at: createdAt.toISOString(), disabled_at: disabledAt?.toISOString() ?? null };
}
