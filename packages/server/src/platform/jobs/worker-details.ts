import { WALLS } from '@cupel/domain';
import { z } from 'zod';

/** What a worker tells of itself with each heartbeat, in `workers.details`. */
export const WorkerDetailsSchema = z.object({
  /** Tools and their versions, the one that is the language's first: `[['python', '3.11.2']]`. jsonb would lose the order of keys. */
  languages: z.array(z.object({ id: z.string(), tools: z.array(z.tuple([z.string(), z.string()])) })),
  isolation: z.object({ mode: z.enum(['strict', 'permissive']), walls: z.array(z.enum(WALLS)), missing: z.array(z.enum(WALLS)) }),
  cgroup: z.enum(['none', 'v1', 'v2']),
  kernel: z.string(),
  launcher: z.string(),
  /** Share of the host's cores that was busy, 0 to 1. */
  cpuUtilization: z.number().optional(),
  /** Since the worker started. */
  counters: z.object({ launcherRestarts: z.number(), leasesLost: z.number() }).partial().optional(),
  /** Interpreters that wait booted for programs, the memory that they take and may take (bytes). */
  launcherPools: z.object({ waiting: z.number(), bytes: z.number(), budget: z.number() }).optional(),
  /** Seconds that its event loop was held up at most since the heartbeat before. */
  eventLoopDelay: z.number().optional(),
});
export type WorkerDetails = z.output<typeof WorkerDetailsSchema>;
