import { z } from 'zod';

/** One line of the doctor's report, as `cupel doctor` prints it. */
export const FindingSchema = z
  .object({
    area: z.enum(['kernel', 'wall', 'limit', 'toolchain', 'timing', 'hardening']),
    name: z.string(),
    level: z.enum(['ok', 'warn', 'fail']).meta({ description: 'fail: strict runs are not possible; warn: not as it should be' }),
    found: z.string(),
    code: z.string().optional().meta({ description: 'of the register of errors, where all is not well' }),
    cure: z.string().optional().meta({ description: 'what to do about it' }),
  })
  .meta({ id: 'Finding' });

/** What a worker keeps of an examination for the API to show. */
export const ReportSchema = z.object({ worker: z.string(), seconds: z.number(), findings: z.array(FindingSchema) });
export type Report = z.output<typeof ReportSchema>;
