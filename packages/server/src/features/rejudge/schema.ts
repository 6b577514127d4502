import type { BoardRow, Verdict } from '@cupel/domain';
import { type BoardPreview, REJUDGE_METHODS, type Rejudge, type RejudgeChange } from '@cupel/store';
import { z } from 'zod';
import { name, TimeSchema, VerdictSchema } from '../../platform/http/schemas.js';

const place = z.string().max(200);

export const RejudgeRequestSchema = z
  .strictObject({
    problem: place.optional().meta({ description: 'UUID or slug' }),
    contest: place.optional().meta({ description: 'UUID or slug' }),
    submission: place.optional().meta({ description: 'one submission alone' }),
    languages: z.array(name(100)).min(1).max(100).optional(),
    verdicts: z.array(VerdictSchema).min(1).optional().meta({ description: 'those that stand' }),
    method: z
      .enum(REJUDGE_METHODS)
      .default('auto')
      .meta({
        description:
          'auto: where only checkers, answers or points have changed, kept outputs are checked again, else the tests run; ' +
          'tests: they always run; checkers: as auto, and where nothing has changed the checkers run again',
      }),
    reason: z.string().max(1000).default(''),
  })
  .meta({ id: 'RejudgeRequest' });

const summary = {
  id: z.uuid(),
  state: z.enum(['judging', 'ready', 'applying', 'applied', 'dropped']).meta({
    description: 'ready: it can be applied; applying: very many are let count, and boards stand still until all of them do',
  }),
  selection: z.record(z.string(), z.unknown()).meta({ description: 'as it was asked for' }),
  method: z.enum(REJUDGE_METHODS),
  reason: z.string(),
  total: z.number().int(),
  rechecked: z.number().int().meta({ description: 'of which the checkers alone run again' }),
  done: z.number().int(),
  failed: z
    .number()
    .int()
    .meta({ description: 'could not be judged again, or were judged otherwise meanwhile: they keep their result' }),
  created_at: TimeSchema,
  finished_at: TimeSchema.nullable(),
};

export const RejudgeSummarySchema = z.object(summary).meta({ id: 'RejudgeSummary' });

const side = z.object({ verdict: VerdictSchema.nullable(), points: z.string().nullable() });
const ChangeSchema = z.object({
  submission: z.uuid(),
  participant: z.uuid(),
  user: z.string().nullable(),
  problem: z.string(),
  language: z.string(),
  created_at: TimeSchema,
  effect: z.enum(['gains', 'loses', 'changes']),
  before: side,
  after: side.extend({ status: z.string().nullable() }),
  outcome: z.enum(['applied', 'kept']).nullable(),
});

const stand = z
  .object({ rank: z.number().int(), solved: z.number().int(), penalty: z.number().int(), points: z.string() })
  .nullable();
const BoardChangesSchema = z.object({
  contest: z.uuid(),
  changes: z.array(z.object({ participant: z.uuid(), name: z.string(), before: stand, after: stand })),
});

export const RejudgeSchema = z
  .object({
    ...summary,
    gains: z.number().int(),
    loses: z.number().int(),
    changes: z.array(ChangeSchema).meta({ description: 'whose verdict or points are others, a thousand at most' }),
    boards: z
      .array(BoardChangesSchema)
      .meta({ description: 'who would move on which board; empty once it is applied or dropped' }),
  })
  .meta({ id: 'Rejudge' });

export function serializeSummary(rejudge: Rejudge): z.input<typeof RejudgeSummarySchema> {
  const { id, state, selection, method, reason, total, rechecked, done, failed, createdAt, finishedAt } = rejudge;
  return {
    ...{ id, state, selection, method, reason, total, rechecked, done, failed },
    created_at: createdAt.toISOString(),
    finished_at: finishedAt?.toISOString() ?? null,
  };
}

export function serializeRejudge(
  rejudge: Rejudge,
  changes: readonly RejudgeChange[],
  boards: readonly BoardPreview[],
  effects: { readonly gains: number; readonly loses: number },
): z.input<typeof RejudgeSchema> {
  return {
    ...serializeSummary(rejudge),
    ...effects,
    changes: changes.map(serializeChange),
    boards: boards.map(({ contestId, changes: moved }) => ({
      contest: contestId,
      changes: moved.map(({ participant, name: shown, before, after }) => ({
        ...{ participant, name: shown },
        before: standOf(before),
        after: standOf(after),
      })),
    })),
  };
}

function serializeChange(change: RejudgeChange): z.input<typeof ChangeSchema> {
  const { submissionId, principalId, externalId, problem, language, createdAt, effect, outcome, newStatus } = change;
  return {
    ...{ submission: submissionId, participant: principalId, user: externalId, problem, language, effect, outcome },
    created_at: createdAt.toISOString(),
    before: { verdict: change.oldVerdict as Verdict | null, points: change.oldPoints },
    after: { verdict: change.newVerdict as Verdict | null, points: change.newPoints, status: newStatus },
  };
}

function standOf(row: BoardRow | undefined): z.input<typeof stand> {
  if (row === undefined) return null;
  const { rank, solved, penalty, points } = row;
  return { rank, solved, penalty, points };
}
