import { CupelError, WALLS } from '@cupel/domain';
import { queueDepth } from '@cupel/store';
import { z } from 'zod';
import type { Services } from '../../platform/services.js';

export const HealthSchema = z
  .object({
    status: z.enum(['ok', 'degraded', 'unavailable']),
    enforcement_mode: z
      .enum(['strict', 'degraded', 'none'])
      .meta({ description: 'of the workers: strict where every wall stands' }),
    cgroup_backend: z.string().nullable(),
    namespace_support: z.boolean(),
    workers: z.number().int(),
    queue_depth: z.number().int().meta({ description: 'submissions that wait' }),
    node_id: z.string(),
    slots: z.number().int().meta({ description: 'runs at once, all workers together' }),
    running: z.number().int(),
    database: z.enum(['ok', 'unavailable']),
    problems: z.array(z.string()),
  })
  .meta({ id: 'Health' });
export type Health = z.output<typeof HealthSchema>;

const NAMESPACES = ['pid', 'mount', 'network', 'ipc', 'uts'] as const;

/** How the service does, whatever of it is away. */
export async function conditionOf({ database, languages, nodeId }: Services): Promise<Health> {
  const depth = await Promise.all([queueDepth(database), languages.refresh()]).then(
    ([read]) => read,
    (error: unknown) => {
      if (error instanceof CupelError) return undefined;
      throw error;
    },
  );
  const workers = languages.workers();
  const isolations = workers.flatMap(({ parsed }) => parsed?.isolation ?? []);
  const problems = [
    ...(depth ? [] : ['the database cannot be reached']),
    ...(workers.length > 0 ? [] : ['no worker is there']),
    ...new Set(isolations.flatMap(({ missing }) => missing.map((wall) => `a wall is missing: ${wall}`))),
  ];
  return {
    status: depth === undefined ? 'unavailable' : problems.length > 0 ? 'degraded' : 'ok',
    enforcement_mode: enforcement(isolations),
    cgroup_backend: workers.flatMap(({ parsed }) => parsed?.cgroup ?? [])[0] ?? null,
    namespace_support: isolations.length > 0 && isolations.every(({ walls }) => NAMESPACES.every((wall) => walls.includes(wall))),
    workers: workers.length,
    queue_depth: depth?.queued ?? 0,
    node_id: nodeId,
    slots: workers.reduce((sum, { slots }) => sum + slots, 0),
    running: depth?.leased ?? 0,
    database: depth === undefined ? 'unavailable' : 'ok',
    problems,
  };
}

function enforcement(isolations: readonly { readonly missing: readonly string[] }[]): Health['enforcement_mode'] {
  if (isolations.length === 0) return 'none';
  const most = Math.max(...isolations.map(({ missing }) => missing.length));
  return most === 0 ? 'strict' : most === WALLS.length ? 'none' : 'degraded';
}
