import type { Delivery } from '@cupel/store';
import { z } from 'zod';
import { seconds, TimeSchema } from '../../platform/http/schemas.js';

export const DeliveryStateSchema = z.enum(['waiting', 'sending', 'delivered', 'dead']).meta({ id: 'DeliveryState' });

export const DeliverySchema = z
  .object({
    id: z.string().meta({ description: 'the webhook-id header, the same for every attempt' }),
    submission_id: z.string().nullable(),
    webhook_id: z.string().nullable().meta({ description: 'absent for the one that a submission named itself' }),
    url: z.string(),
    event: z.string(),
    state: DeliveryStateSchema,
    attempts: z.number().int(),
    next_attempt_at: TimeSchema.nullable(),
    created_at: TimeSchema,
    finished_at: TimeSchema.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });

export const DeliveryLogSchema = DeliverySchema.extend({
  log: z.array(
    z.object({
      number: z.number().int(),
      at: TimeSchema,
      status: z.number().int().nullable(),
      error: z.string().nullable(),
      duration: seconds,
    }),
  ),
}).meta({ id: 'DeliveryLog' });

export function serializeDelivery(delivery: Delivery): z.input<typeof DeliverySchema> {
  return {
    id: delivery.id,
    submission_id: delivery.submissionId,
    webhook_id: delivery.endpointId,
    url: delivery.url,
    event: delivery.event,
    state: delivery.state,
    attempts: delivery.attempts,
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    created_at: delivery.createdAt.toISOString(),
    finished_at: delivery.finishedAt?.toISOString() ?? null,
    reason: delivery.reason,
  };
}
