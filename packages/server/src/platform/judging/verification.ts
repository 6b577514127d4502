import { DEFAULT_LIMITS } from '@cupel/domain';
import {
  findVerification,
  type NewSubmission,
  newId,
  type ProblemVersion,
  type StoredProblem,
  type StoredVerification,
  startVerification,
  type VerifiedPart,
} from '@cupel/store';
import { z } from 'zod';
import type { Principal } from '../auth/principal.js';
import { TimeSchema } from '../http/schemas.js';
import { STRICT_ISOLATION } from '../jobs/capabilities.js';
import { VERIFY } from '../jobs/submission-options.js';
import type { Services } from '../services.js';
import { knownProblem } from './known-problems.js';
import { requiredBy } from './prepare.js';

/**
 * Has a worker verify a version, or only make HTML of its statements; how far it is, the events of its job tell. Throws
 * `queue_full`.
 */
export async function beginVerification(
  { database, admission, config, languages }: Services,
  { tenantId, principalId, keyId }: Principal,
  { slug }: Pick<StoredProblem, 'slug'>,
  version: Pick<ProblemVersion, 'id'>,
  part: VerifiedPart,
): Promise<void> {
  const needed = part === 'all' ? requiredBy(await knownProblem(database, tenantId, version.id), languages.known) : [];
  const job: NewSubmission & { readonly id: string } = {
    ...{ id: newId(), tenantId, principalId, ...(keyId !== undefined && { keyId }) },
    // Behind whoever waits for a verdict: a verification takes as long as all example submissions together.
    ...{ kind: VERIFY, lane: 'batch', language: 'package', profile: 'judge' },
    ...{ source: new Uint8Array(), args: [], files: [], limits: DEFAULT_LIMITS, options: { slug } },
    requires: config.permissive ? needed : [...needed, STRICT_ISOLATION],
  };
  await startVerification(database, job, version.id, part, admission);
}

const CheckedSchema = z.object({
  name: z.string().meta({ description: 'a file of the package' }),
  by: z.string().meta({ description: 'who checked it' }),
  problem: z.string().optional(),
  note: z.string().optional().meta({ description: 'what could not be checked' }),
});
const Timed = z.object({ path: z.string(), test: z.string(), seconds: z.number() });

const ReportSchema = z
  .object({
    statements: z.array(CheckedSchema),
    inputs: z.array(CheckedSchema).meta({ description: 'by validators; and validators by what they must refuse' }),
    outputs: z.array(CheckedSchema),
    submissions: z.array(
      z.object({
        path: z.string(),
        language: z.string(),
        verdicts: z.record(z.string(), z.number()).meta({ description: 'how many tests ended how' }),
        slowest: z.number().meta({ description: 'seconds of the slowest test' }),
        points: z.string().optional(),
        problems: z.array(z.string()).meta({ description: 'promises that it does not keep' }),
      }),
    ),
    timeLimit: z
      .object({
        slowestAccepted: Timed.optional(),
        fastestTooSlow: Timed.optional(),
        limit: z.number().optional().meta({ description: 'seconds; what is proposed' }),
        problems: z.array(z.string()),
      })
      .optional(),
  })
  .meta({ id: 'VerificationReport' });

export const VerificationSchema = z
  .object({
    id: z.uuid(),
    state: z.enum(['waiting', 'done', 'failed']).meta({ description: 'failed: our fault; ask for it again' }),
    holds: z.boolean().nullable().meta({ description: 'whether the version keeps all that it promises' }),
    job: z.uuid().meta({ description: 'GET /api/submissions/{job}/events tells how far it is: events `checked`' }),
    created_at: TimeSchema,
    completed_at: TimeSchema.nullable(),
    report: ReportSchema.nullable(),
  })
  .meta({ id: 'Verification', description: 'What `cupel problem verify` tells of a package.' });

function serializeVerification(found: StoredVerification): z.input<typeof VerificationSchema> {
  const { id, state, holds, jobId, report, createdAt, completedAt } = found;
  return {
    ...{ id, state, holds, job: jobId },
    created_at: createdAt.toISOString(),
    completed_at: completedAt?.toISOString() ?? null,
    report: report as z.input<typeof ReportSchema> | null,
  };
}

/** That of a version which was asked for last, as it is answered. */
export async function shownVerification({ database }: Services, { tenantId }: Principal, { id }: Pick<ProblemVersion, 'id'>) {
  const found = await findVerification(database, tenantId, id);
  return found && serializeVerification(found);
}
