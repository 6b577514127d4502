import { z } from 'zod';
import { bytes, seconds, VerdictSchema } from '../http/schemas.js';

const PointsSchema = z
  .object({
    earned: z.number().meta({ description: 'rounded, to be shown' }),
    exact: z.string().meta({ description: 'as in "2/3", to be reckoned with' }),
    maximum: z.number().optional(),
  })
  .meta({ id: 'Points' });

const BytesSchema = z
  .union([
    z.object({ text: z.string(), lossy: z.boolean(), truncated: z.boolean() }),
    z.object({ sha256: z.string().meta({ description: 'too large to stand here; a setter reads it at the test' }) }),
  ])
  .meta({ id: 'ShownBytes' });

const JudgedTestSchema = z
  .object({
    number: z.number().int().meta({ description: 'from 1, in the order of judging' }),
    visibility: z.enum(['sample', 'hidden']),
    name: z.string().optional(),
    description: z.string().optional(),
    verdict: VerdictSchema.optional(),
    because: z.string().optional(),
    points: PointsSchema.optional(),
    time: seconds.optional(),
    wall_time: seconds.optional(),
    memory: bytes.optional(),
    runs: z.number().int().optional().meta({ description: 'above 1 where its time was too near to the limit to tell' }),
    passes: z.number().int().optional(),
    exit_code: z.number().int().optional(),
    signal: z.string().optional(),
    input: BytesSchema.optional(),
    answer: BytesSchema.optional(),
    output: BytesSchema.optional(),
    stderr: BytesSchema.optional(),
    difference: z.unknown().optional(),
    message: z.string().optional().meta({ description: 'of the checker, for whoever submitted' }),
    setter_message: z.string().optional(),
    transcript: z.object({ from_interactor: BytesSchema, from_submission: BytesSchema }).optional(),
  })
  .meta({ id: 'JudgedTest', description: 'What is absent is not for this reader, or not there.' });

export const JudgingSchema = z
  .object({
    id: z.uuid(),
    audience: z.enum(['setter', 'owner', 'submitter', 'public']).meta({ description: 'as whom this was read' }),
    problem: z.string().meta({ description: 'id of the problem' }),
    version: z.number().int().meta({ description: 'number of the version that judged' }),
    standing: z.enum(['current', 'staged', 'superseded', 'dropped']),
    state: z.enum(['waiting', 'done']),
    status: z.enum(['judged', 'compile_error', 'judging_failed', 'internal_error', 'cancelled']).nullable(),
    verdict: VerdictSchema.nullable(),
    because: z.string().nullable(),
    points: PointsSchema.optional(),
    groups: z
      .array(z.object({ name: z.string(), verdict: VerdictSchema.optional(), points: PointsSchema.optional() }))
      .optional(),
    tests: z.array(JudgedTestSchema),
    first_failure: z.number().int().optional().meta({ description: 'number of the first test that failed' }),
    hint: z.string().optional(),
    compile_output: z.string().optional(),
    faults: z
      .array(z.object({ part: z.string(), program: z.string(), test: z.string().optional(), problem: z.string() }))
      .optional()
      .meta({ description: "what of the setter's is broken" }),
  })
  .meta({ id: 'Judging', description: 'What this reader may know of a judging; the policy of the problem decides.' });
export type JudgingAnswer = z.output<typeof JudgingSchema>;

const GradeTestResultSchema = z
  .object({
    name: z.string(),
    passed: z.boolean(),
    verdict: z.string().optional(),
    points: z.number().optional(),
    input: z.string().optional(),
    expected_output: z.string().optional(),
    actual_output: z.string().optional().meta({ description: '"[hidden]" for a hidden test' }),
    error: z.string().optional(),
    time: seconds.optional(),
    memory: bytes.optional(),
  })
  .meta({ id: 'GradeTestResult', description: 'Of a hidden test: name, passed, and "[hidden]".' });

export const GradeResultSchema = z
  .object({
    total_points: z.number(),
    earned_points: z.number(),
    percentage: z.number().meta({ description: '0 to 100, to two places' }),
    passed_count: z.number().int(),
    failed_count: z.number().int(),
    test_results: z.array(GradeTestResultSchema),
    compile_output: z.string().optional(),
  })
  .meta({ id: 'GradeResult' });
export type GradeAnswer = z.output<typeof GradeResultSchema>;
