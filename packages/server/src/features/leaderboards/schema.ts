import { CONTEST_SCORINGS } from '@cupel/domain';
import { z } from 'zod';
import { TimeSchema } from '../../platform/http/schemas.js';

const exact = z.string().meta({ description: 'exact, as in "200/3"' });

const CellSchema = z
  .object({
    solved: z.boolean(),
    rejected: z.number().int().meta({ description: 'attempts before the accepted one; by points, all that were not accepted' }),
    pending: z.number().int().meta({ description: 'attempts of which nothing is known, or is told while the board is frozen' }),
    penalty: z.number().int().meta({ description: 'minutes' }),
    minute: z.number().int().nullable().meta({ description: 'of the accepted attempt' }),
    first: z.boolean().meta({ description: 'nobody solved it earlier' }),
    points: z.number(),
    points_exact: exact,
    subtasks: z.array(z.object({ name: z.string(), points: exact })),
  })
  .meta({ id: 'BoardCell' });

const RowSchema = z
  .object({
    rank: z.number().int().meta({ description: 'equals share one' }),
    participant: z.uuid(),
    name: z.string(),
    solved: z.number().int(),
    penalty: z.number().int().meta({ description: 'minutes' }),
    points: z.number(),
    points_exact: exact,
    problems: z.record(z.string(), CellSchema).meta({ description: 'by label; what was not tried is absent' }),
  })
  .meta({ id: 'BoardRow' });

const ProblemSchema = z.object({
  label: z.string(),
  slug: z.string(),
  title: z.string(),
  points: z.string().nullable(),
  solved: z.number().int(),
  tried: z.number().int(),
});

export const BoardSchema = z
  .object({
    contest: z.object({ id: z.uuid(), slug: z.string(), title: z.string() }),
    scoring: z.enum(CONTEST_SCORINGS),
    phase: z.enum(['before', 'running', 'over']),
    frozen: z.boolean().meta({ description: 'results that came since `freezes_at` are not shown here' }),
    freezes_at: TimeSchema.nullable(),
    starts_at: TimeSchema.nullable(),
    ends_at: TimeSchema.nullable(),
    view: z.enum(['live', 'shown']).meta({ description: "`live` is the jury's" }),
    version: z.number().int(),
    changed_at: TimeSchema,
    problems: z.array(ProblemSchema),
    rows: z.array(RowSchema),
  })
  .meta({ id: 'Leaderboard' });
export type BoardAnswer = z.input<typeof BoardSchema>;
export type BoardRowAnswer = z.input<typeof RowSchema>;
