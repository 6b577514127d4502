import { CupelError } from '@cupel/domain';
import { countBatch } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';

const counts = {
  queued: z.number().int(),
  running: z.number().int(),
  completed: z.number().int(),
  cancelled: z.number().int(),
  failed: z.number().int(),
};

const BatchSchema = z
  .object({ id: z.string(), total: z.number().int(), done: z.boolean(), states: z.object(counts) })
  .meta({ id: 'Batch', description: 'Its submissions: GET /api/submissions?batch={id}' });

export const batchRoute = defineRoute({
  method: 'GET',
  path: '/api/batch/{id}',
  scope: 'read',
  tag: 'Batches',
  summary: 'How far a batch has come',
  params: IdParams,
  responses: { 200: BatchSchema },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const states = await countBatch(services.database, principal.tenantId, params.id);
    const total = Object.values(states).reduce((sum, count) => sum + count, 0);
    if (total === 0) throw new CupelError('record_not_found', { what: 'batch' });
    return { status: 200, body: { id: params.id, total, done: states.queued + states.running === 0, states } };
  },
});
