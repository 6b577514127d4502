import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { WorkerDetailsSchema } from '../../platform/jobs/worker-details.js';

const WorkerSchema = z
  .object({
    id: z.string(),
    state: z.string(),
    slots: z.number().int(),
    busy: z.number().int(),
    languages: z.array(z.string()),
    isolation: WorkerDetailsSchema.shape.isolation.nullable(),
    kernel: z.string().nullable(),
    launcher: z.string().nullable(),
  })
  .meta({ id: 'Worker' });

export const workersRoute = defineRoute({
  method: 'GET',
  path: '/api/workers',
  scope: 'admin',
  tag: 'Queue',
  summary: 'The workers that live, and what they can run',
  responses: { 200: z.array(WorkerSchema) },
  errors: [],
  handler: async ({ services }) => {
    await services.languages.refresh();
    const workers = services.languages.workers().map(({ id, state, slots, busy, parsed }) => ({
      id,
      state,
      slots,
      busy,
      languages: parsed?.languages.map((language) => language.id) ?? [],
      isolation: parsed?.isolation ?? null,
      kernel: parsed?.kernel ?? null,
      launcher: parsed?.launcher ?? null,
    }));
    return { status: 200, body: workers };
  },
});
