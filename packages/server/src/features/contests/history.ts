import type { Verdict } from '@cupel/domain';
import { findExternalPrincipal, getProblem, type HistoryItem, listHistory } from '@cupel/store';
import { z } from 'zod';
import { seesOwnOnly } from '../../platform/auth/ownership.js';
import type { Principal } from '../../platform/auth/principal.js';
import { contestFor } from '../../platform/contests/access.js';
import { requireKnown, secretSubmissions } from '../../platform/contests/secrets.js';
import { defineRoute } from '../../platform/http/route.js';
import { name, PageQuery, pageOf, TimeSchema, VerdictSchema } from '../../platform/http/schemas.js';
import { audienceOf, isJury } from '../../platform/judging/audience.js';
import { StateSchema } from '../../platform/results/schema.js';
import type { Services } from '../../platform/services.js';

const HistoryItemSchema = z
  .object({
    id: z.uuid().meta({ description: 'of the submission: its result and source are read by it' }),
    participant: z.uuid(),
    user: z.string().nullable(),
    problem: z.string(),
    contest: z.string().nullable(),
    language: z.string(),
    state: StateSchema,
    verdict: VerdictSchema.nullable(),
    points: z
      .string()
      .nullable()
      .meta({ description: 'exact; for the jury, others read it with the submission as far as they may' }),
    judgings: z.number().int().meta({ description: 'more than one where it was judged again' }),
    created_at: TimeSchema,
  })
  .meta({ id: 'HistoryItem' });

const Query = PageQuery.extend({
  user: name(200).optional().meta({ description: "the caller's own id of whoever submitted" }),
  problem: z.string().max(200).optional().meta({ description: 'UUID or slug' }),
  contest: z.string().max(200).optional().meta({ description: 'UUID or slug' }),
});

export const historyRoute = defineRoute({
  method: 'GET',
  path: '/api/history',
  scope: 'read',
  tag: 'Contests',
  summary: 'What was submitted to problems, newest first; a person sees his own',
  query: Query,
  responses: { 200: pageOf(HistoryItemSchema).meta({ id: 'HistoryPage' }) },
  errors: ['cursor_bad', 'record_not_found'],
  handler: async ({ services, principal, query }) => {
    const filter = await filterOf(services, principal, query);
    const page = filter && (await listHistory(services.database, principal.tenantId, filter));
    const isJudge = isJury(audienceOf(principal));
    const items = (page?.items ?? []).map((item) => serialize(item, isJudge));
    return { status: 200, body: { items, next: page?.next ?? null } };
  },
});

/** Undefined where the user never submitted. */
async function filterOf(services: Services, principal: Principal, query: z.output<typeof Query>) {
  const { database } = services;
  const { tenantId } = principal;
  const secret = await secretSubmissions(services, principal);
  const problem = query.problem === undefined ? {} : { problemId: (await getProblem(database, tenantId, query.problem)).id };
  if (problem.problemId !== undefined) await requireKnown(services, principal, problem.problemId);
  const contest = query.contest === undefined ? {} : { contestId: (await contestFor(services, principal, query.contest)).id };
  const rest = {
    limit: query.limit,
    ...secret,
    ...(query.cursor !== undefined && { after: query.cursor }),
    ...problem,
    ...contest,
  };
  if (seesOwnOnly(principal)) return { ...rest, principalId: principal.principalId };
  if (query.user === undefined) return rest;
  const user = await findExternalPrincipal(database, tenantId, query.user);
  return user && { ...rest, principalId: user.id };
}

function serialize(item: HistoryItem, isJudge: boolean): z.input<typeof HistoryItemSchema> {
  const { id, principalId, externalId, problem, contest, language, state, verdict, judgings, createdAt } = item;
  return {
    ...{ id, participant: principalId, user: externalId, problem, contest, language, state, judgings },
    verdict: verdict as Verdict | null,
    points: isJudge ? item.points : null,
    created_at: createdAt.toISOString(),
  };
}
