import { z } from 'zod';
import { bytes, LaneSchema, LimitsSchema, OutcomeSchema, seconds, TimeSchema, VerdictSchema } from '../http/schemas.js';
import { GradeResultSchema, JudgingSchema } from './judging-schema.js';

const EndSchema = {
  exit_code: z.number().int().nullable(),
  signal: z.string().nullable().meta({ description: 'as in "SIGSEGV"' }),
};

const UsageSchema = { cpu_time: seconds.nullable(), wall_time: seconds.nullable(), memory_peak: bytes.nullable() };

/** What the kernel saw. Times are microseconds here, as it counts them; the fields are told in docs/one-submission.md. */
const EvidenceSchema = z
  .record(z.string(), z.unknown())
  .meta({ id: 'Evidence', description: 'Facts of the kernel; times are microseconds, sizes are bytes.' });

const IsolationSchema = z
  .object({ mode: z.enum(['strict', 'permissive']), walls: z.array(z.string()), missing: z.array(z.string()) })
  .meta({ id: 'Isolation' });

const CompileSchema = z
  .object({
    step: z.enum(['typecheck', 'compile']),
    verdict: VerdictSchema,
    cause: z.string(),
    because: z.string(),
    ...EndSchema,
    output: z.string().meta({ description: 'what the compiler wrote' }),
    output_base64: z.string().optional(),
    truncated: z.boolean(),
    ...UsageSchema,
    reused: z.boolean().meta({ description: 'the same had been compiled before: times and evidence are of then' }),
    limits: LimitsSchema,
    evidence: EvidenceSchema.nullable(),
  })
  .meta({ id: 'Compile' });

const TimingSchema = z
  .object({
    queued: seconds.nullable().meta({ description: 'from submission to start' }),
    compile: seconds.nullable(),
    run: seconds.nullable(),
    total: seconds.nullable().meta({ description: 'from submission to result' }),
  })
  .meta({ id: 'Timing', description: 'Seconds of each phase.' });

export const StatusSchema = z.enum(['pending', 'running', 'completed', 'error']).meta({ id: 'Status' });
export const StateSchema = z.enum(['queued', 'running', 'completed', 'cancelled', 'failed']).meta({ id: 'State' });

/** The fields of Rustbox first, ours after them. */
export const ResultSchema = z
  .object({
    id: z.uuid(),
    status: StatusSchema,
    language: z.string(),
    verdict: VerdictSchema.nullable(),
    stdout: z.string().nullable(),
    stderr: z.string().nullable(),
    ...EndSchema,
    error_message: z.string().nullable().meta({ description: 'why there is no verdict of the program' }),
    ...UsageSchema,
    created_at: TimeSchema,
    started_at: TimeSchema.nullable(),
    completed_at: TimeSchema.nullable(),
    state: StateSchema.meta({ description: 'finer than `status`, which calls failed and cancelled "error"' }),
    outcome: OutcomeSchema.nullable(),
    cause: z.string().nullable(),
    because: z.string().nullable().meta({ description: 'the verdict in words' }),
    version: z.string().nullable().meta({ description: 'of the language, as it ran' }),
    profile: z.string(),
    lane: LaneSchema,
    reference: z.string().nullable(),
    batch_id: z.string().nullable(),
    expires_at: TimeSchema.nullable(),
    stdout_lossy: z.boolean().meta({ description: 'bytes that are no UTF-8 were replaced; `stdout_base64` has them' }),
    stderr_lossy: z.boolean(),
    stdout_base64: z.string().optional(),
    stderr_base64: z.string().optional(),
    truncated: z.object({ stdout: z.boolean(), stderr: z.boolean() }),
    output_integrity: z.string().nullable(),
    compile: CompileSchema.nullable(),
    isolation: IsolationSchema.nullable(),
    evidence: EvidenceSchema.nullable(),
    limits: LimitsSchema.nullable(),
    timing: TimingSchema,
    provenance: z.unknown(),
    normalised_line_ends: z.array(z.string()).meta({ description: 'sources whose \\r\\n became \\n' }),
    kind: z.string().meta({ description: 'execution, grade or judge' }),
    problem_id: z.string().nullable(),
    grade: GradeResultSchema.nullable().optional().meta({ description: 'of submissions with tests of their own' }),
    judging: JudgingSchema.nullable().optional().meta({ description: 'of submissions to a problem: the judging that counts' }),
  })
  .meta({ id: 'Result' });
export type Result = z.output<typeof ResultSchema>;

/** A line of a list. */
export const SummarySchema = z
  .object({
    id: z.uuid(),
    status: StatusSchema,
    state: StateSchema,
    language: z.string(),
    verdict: VerdictSchema.nullable(),
    outcome: OutcomeSchema.nullable(),
    cause: z.string().nullable(),
    ...UsageSchema,
    created_at: TimeSchema,
    completed_at: TimeSchema.nullable(),
    lane: LaneSchema,
    kind: z.string(),
    problem_id: z.string().nullable(),
    reference: z.string().nullable(),
    batch_id: z.string().nullable(),
    key_id: z.string().nullable(),
  })
  .meta({ id: 'Summary' });
