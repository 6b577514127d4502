import { queueDepth } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { LaneSchema, seconds } from '../../platform/http/schemas.js';

const count = z.number().int();

const QueueSchema = z
  .object({
    queued: count,
    running: count,
    lag: seconds.meta({ description: 'seconds that the longest waiting one has waited' }),
    capacity: count,
    dead: count,
    quarantined: count,
    served_last_minute: count,
    lanes: z.array(z.object({ lane: LaneSchema, queued: count, running: count, lag: seconds })),
  })
  .meta({ id: 'Queue' });

export const depthRoute = defineRoute({
  method: 'GET',
  path: '/api/queue',
  scope: 'admin',
  tag: 'Queue',
  summary: 'The whole queue, over all tenants',
  responses: { 200: QueueSchema },
  errors: [],
  handler: async ({ services }) => {
    const depth = await queueDepth(services.database);
    const lanes = depth.lanes.map(({ lane, queued, leased, lag }) => ({ lane, queued, running: leased, lag }));
    const { queued, leased, lag, dead, quarantined, servedLastMinute } = depth;
    const capacity = services.config.queueCapacity;
    return {
      status: 200,
      body: { queued, running: leased, lag, capacity, dead, quarantined, served_last_minute: servedLastMinute, lanes },
    };
  },
});
