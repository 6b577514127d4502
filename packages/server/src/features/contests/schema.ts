import { CONTEST_SCORINGS, CupelError, formatRational, parseRational } from '@cupel/domain';
import { type BoardView, CONTEST_VISIBILITIES, type Contest, getProblem, type NewContest } from '@cupel/store';
import { z } from 'zod';
import type { Principal } from '../../platform/auth/principal.js';
import { problemsFor } from '../../platform/contests/access.js';
import { name, TimeSchema } from '../../platform/http/schemas.js';
import { knownProblem } from '../../platform/judging/known-problems.js';
import type { Services } from '../../platform/services.js';

export const ContestParams = z.object({ id: z.string().max(200).meta({ description: 'UUID or slug' }) });

const time = z.iso.datetime({ offset: true });
const points = z.union([z.number(), z.string().max(60)]).meta({ description: 'a number, or an exact fraction as in "100/3"' });

const ContestProblemRequest = z.strictObject({
  problem: z.string().max(200).meta({ description: 'UUID or slug' }),
  label: name(10).optional().meta({ description: 'A, B, C, … unless given' }),
  points: points.optional().meta({ description: 'what it is worth here; its own points count unless given' }),
});

export const ContestRequestSchema = z
  .strictObject({
    slug: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'is lower-case letters, digits, ".", "_" and "-", 100 at most'),
    title: name(200),
    scoring: z.enum(CONTEST_SCORINGS).default('icpc'),
    starts_at: time.optional().meta({ description: 'without times it is a course, which is never over' }),
    ends_at: time.optional(),
    freezes_at: time.optional().meta({ description: 'what comes from then on shows as pending until it is unfrozen' }),
    penalty_minutes: z.number().int().min(0).max(1000).default(20).meta({ description: 'for each rejected attempt' }),
    visibility: z.enum(CONTEST_VISIBILITIES).default('tenant').meta({
      description: 'private: joined by being put on its list; tenant: anybody may join; public: and strangers may read the board',
    }),
    problems: z.array(ContestProblemRequest).max(200).default([]),
  })
  .meta({ id: 'ContestRequest' });
type ContestRequest = z.output<typeof ContestRequestSchema>;

export const ContestSchema = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    title: z.string(),
    scoring: z.enum(CONTEST_SCORINGS),
    phase: z.enum(['before', 'running', 'over']),
    frozen: z.boolean(),
    starts_at: TimeSchema.nullable(),
    ends_at: TimeSchema.nullable(),
    freezes_at: TimeSchema.nullable(),
    unfrozen_at: TimeSchema.nullable(),
    penalty_minutes: z.number().int(),
    visibility: z.enum(CONTEST_VISIBILITIES),
    problems: z
      .array(z.object({ id: z.uuid(), slug: z.string(), title: z.string(), label: z.string(), points: z.string().nullable() }))
      .meta({ description: 'none before it begins, but for the jury' }),
  })
  .meta({ id: 'Contest' });

export function serializeContest(contest: Contest, view: BoardView): z.input<typeof ContestSchema> {
  const { id, slug, title, scoring, phase, frozen, visibility } = contest;
  const iso = (date: Date | null) => date?.toISOString() ?? null;
  return {
    ...{ id, slug, title, scoring, phase, frozen, visibility },
    starts_at: iso(contest.startsAt),
    ends_at: iso(contest.endsAt),
    freezes_at: iso(contest.freezesAt),
    unfrozen_at: iso(contest.unfrozenAt),
    penalty_minutes: contest.penaltyMinutes,
    problems: problemsFor(contest, view).map(({ problemId, ...problem }) => ({ id: problemId, ...problem })),
  };
}

/** Throws `field_bad` and `record_not_found`. */
export async function newContestOf(services: Services, principal: Principal, request: ContestRequest): Promise<NewContest> {
  const { slug, title, scoring, penalty_minutes: penaltyMinutes, visibility } = request;
  const times = timesOf(request);
  const problems = await Promise.all(
    request.problems.map(async ({ problem, label, points: worth }, index) => {
      const { id, currentVersion } = await getProblem(services.database, principal.tenantId, problem);
      if (scoring === 'ioi' && (await countsDown(services, principal, currentVersion)))
        throw bad(
          `problems[${index}].problem`,
          'counts fewer points as better, but a board by points adds them up: score by icpc',
        );
      const exact = worth === undefined ? undefined : exactPoints(worth, index);
      return { problemId: id, label: label ?? letters(index), ...(exact !== undefined && { points: exact }) };
    }),
  );
  refuseTwice(
    problems.map(({ label }) => label),
    'label',
  );
  refuseTwice(
    problems.map(({ problemId }) => problemId),
    'problem',
  );
  return { slug, title, scoring, penaltyMinutes, visibility, ...times, problems };
}

async function countsDown({ database }: Services, { tenantId }: Principal, versionId: string | null): Promise<boolean> {
  if (versionId === null) return false;
  return (await knownProblem(database, tenantId, versionId)).problem.objective === 'min';
}

function timesOf({ starts_at: start, ends_at: end, freezes_at: freeze }: ContestRequest) {
  if ((start === undefined) !== (end === undefined))
    throw bad(start === undefined ? 'starts_at' : 'ends_at', 'is missing: a contest has both times, a course none');
  if (start === undefined || end === undefined) {
    if (freeze !== undefined) throw bad('freezes_at', 'is given, but a course has no times');
    return {};
  }
  const [startsAt, endsAt] = [new Date(start), new Date(end)];
  if (startsAt >= endsAt) throw bad('ends_at', 'is not after starts_at');
  if (freeze === undefined) return { startsAt, endsAt };
  const freezesAt = new Date(freeze);
  if (freezesAt < startsAt || freezesAt > endsAt) throw bad('freezes_at', 'is not between starts_at and ends_at');
  return { startsAt, endsAt, freezesAt };
}

function exactPoints(worth: number | string, index: number): string {
  const exact = parseRational(String(worth));
  if (exact === undefined || exact.numerator < 0n) throw bad(`problems[${index}].points`, 'is no number of at least 0');
  return formatRational(exact);
}

function refuseTwice(all: readonly string[], field: 'label' | 'problem'): void {
  const index = all.findIndex((one, place) => all.indexOf(one) < place);
  if (index >= 0) throw bad(`problems[${index}].${field}`, 'is given to two of them');
}

/** A to Z, then AA, AB, … */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${letters(Math.floor(index / 26) - 1)}${last}`;
}

const bad = (field: string, problem: string) => new CupelError('field_bad', { field, problem }, { field });
