import type { ApiKey } from '@cupel/store';
import { z } from 'zod';
import { name, seconds, TimeSchema } from '../../platform/http/schemas.js';

export const ScopeSchema = z.enum(['submit', 'read', 'setter', 'admin']).meta({ id: 'Scope' });

export const KeyRequestSchema = z
  .strictObject({
    name: name(200),
    scopes: z.array(ScopeSchema).min(1).max(4).default(['submit', 'read']),
    expires_at: z.iso.datetime({ offset: true }).optional(),
    requests_per_minute: z.number().int().min(1).max(1e9).optional(),
    cpu_per_hour: z.number().min(0.001).max(1e9).optional().meta({ description: 'CPU seconds' }),
  })
  .meta({ id: 'KeyRequest' });

export const KeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().meta({ description: 'the first characters of the key' }),
    scopes: z.array(ScopeSchema),
    requests_per_minute: z.number().nullable(),
    cpu_per_hour: seconds.nullable(),
    created_at: TimeSchema,
    expires_at: TimeSchema.nullable(),
    revoked_at: TimeSchema.nullable(),
    last_used_at: TimeSchema.nullable(),
  })
  .meta({ id: 'Key' });

export function serializeKey(key: ApiKey): z.input<typeof KeySchema> {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: [...key.scopes],
    requests_per_minute: key.requestsPerMinute,
    cpu_per_hour: key.cpuPerHour === null ? null : key.cpuPerHour / 1e6,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
  };
}
