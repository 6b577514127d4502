import { COMPARISON_NAMES } from '@cupel/domain';
import { z } from 'zod';
import { name, text, VerdictSchema } from '../../platform/http/schemas.js';
import { SubmissionRequestSchema } from '../../platform/intake/schema.js';
import { GradeResultSchema } from '../../platform/results/judging-schema.js';
import { StatusSchema } from '../../platform/results/schema.js';

const MOST_TEXT = 64 * 1024 * 1024;
const MOST_TESTS = 1_000;
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

const TestCaseSchema = z
  .strictObject({
    input: text(MOST_TEXT).default(''),
    expected_output: text(MOST_TEXT),
    name: z.string().max(200).default(''),
    points: z.number().min(0).max(1e9).default(1),
    hidden: z.boolean().default(false).meta({ description: 'tell no more of it than its name and whether it passed' }),
  })
  .meta({ id: 'TestCase' });

const tolerance = z.union([z.number().min(0).max(1e9), z.string().max(60)]).transform(String);

const CheckerSchema = z
  .union([
    z.enum(COMPARISON_NAMES),
    z.strictObject({ kind: z.literal('floats'), absolute: tolerance.optional(), relative: tolerance.optional() }),
  ])
  .meta({ id: 'Checker', description: 'how outputs are compared; `stripped` unless given. See docs/judging.md.' });

const tests = {
  test_cases: z.array(TestCaseSchema).min(1).max(MOST_TESTS),
  checker: optional(CheckerSchema),
};

const ProgramSchema = SubmissionRequestSchema.pick({
  language: true,
  code: true,
  files: true,
  version: true,
  encoding: true,
  limits: true,
});

export const GradeRequestSchema = SubmissionRequestSchema.pick({
  ...{ language: true, code: true, files: true, version: true, encoding: true, limits: true },
  ...{ webhook_url: true, webhook_secret: true, priority: true, lane: true, reference: true },
})
  .extend(tests)
  .meta({ id: 'GradeRequest' });
export type GradeRequest = z.output<typeof GradeRequestSchema>;

export const BatchItemSchema = ProgramSchema.omit({ limits: true })
  .extend({ student_id: name(200).meta({ description: 'comes back with the result' }) })
  .meta({ id: 'GradeBatchItem' });

export const GradeBatchSchema = z
  .strictObject({
    submissions: z
      .array(z.unknown())
      .min(1)
      .max(10_000)
      .meta({ items: { $ref: '#/components/schemas/GradeBatchItem' } }),
    ...tests,
    limits: SubmissionRequestSchema.shape.limits,
    max_concurrent: z.number().int().min(1).max(500).default(50).meta({ description: 'of these under way at once, at most' }),
  })
  .meta({ id: 'GradeBatchRequest' });

export const GradeAnswerSchema = z
  .object({
    id: z.uuid(),
    status: StatusSchema,
    student_id: z.string().optional(),
    verdict: VerdictSchema.nullable(),
    because: z.string().nullable(),
  })
  .extend(GradeResultSchema.partial().shape)
  .meta({ id: 'GradeAnswer', description: 'The points are there once `status` is completed.' });
export type GradeAnswer = z.input<typeof GradeAnswerSchema>;
