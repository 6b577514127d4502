import { CupelError } from '@cupel/domain';
import {
  applyRejudge,
  countRejudgeEffects,
  dropRejudge,
  getContest,
  getProblem,
  getRejudge,
  isId,
  listRejudgeChanges,
  listRejudges,
  listVersionPairs,
  previewBoards,
  type Rejudge,
  type RejudgeSelection,
  startRejudge,
} from '@cupel/store';
import type { z } from 'zod';
import type { Principal } from '../../platform/auth/principal.js';
import { defineRoute, type Route } from '../../platform/http/route.js';
import { IdParams, PageQuery, pageOf } from '../../platform/http/schemas.js';
import type { Services } from '../../platform/services.js';
import { recheckedPairs } from './same-runs.js';
import { RejudgeRequestSchema, RejudgeSchema, RejudgeSummarySchema, serializeRejudge, serializeSummary } from './schema.js';

const startRoute = defineRoute({
  method: 'POST',
  path: '/api/rejudges',
  scope: 'setter',
  tag: 'Rejudging',
  summary: 'Judge submissions again beside their results, which stand until it is applied',
  body: RejudgeRequestSchema,
  responses: { 202: RejudgeSummarySchema },
  errors: ['field_bad', 'record_not_found', 'submission_not_found', 'rejudge_nothing'],
  handler: async ({ services, principal, body }) => {
    const { method, reason, ...told } = body;
    const selection = await selectionOf(services, principal, body);
    const pairs = await listVersionPairs(services.database, principal.tenantId, selection);
    const rechecked = await recheckedPairs(services, principal, pairs, method);
    const { tenantId, principalId } = principal;
    const id = await startRejudge(services.database, { tenantId, principalId, selection, told, method, reason }, rechecked);
    if (id === undefined) throw new CupelError('rejudge_nothing', { selection: wordsOf(told) });
    return { status: 202, body: serializeSummary(await getRejudge(services.database, tenantId, id)) };
  },
});

async function selectionOf(
  { database }: Services,
  { tenantId }: Principal,
  { problem, contest, submission, languages, verdicts }: z.output<typeof RejudgeRequestSchema>,
): Promise<RejudgeSelection> {
  if (problem === undefined && contest === undefined && submission === undefined)
    throw new CupelError(
      'field_bad',
      { field: 'problem', problem: 'is missing, and so are contest and submission' },
      { field: 'problem' },
    );
  if (submission !== undefined && !isId(submission)) throw new CupelError('submission_not_found', {}, { field: 'submission' });
  return {
    ...(problem !== undefined && { problemId: (await getProblem(database, tenantId, problem)).id }),
    ...(contest !== undefined && { contestId: (await getContest(database, tenantId, contest)).id }),
    ...(submission !== undefined && { submissionId: submission }),
    ...(languages && { languages: languages.map((language) => language.toLowerCase()) }),
    ...(verdicts && { verdicts }),
  };
}

function wordsOf(told: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(told).map(
    ([field, value]) => `${field} ${Array.isArray(value) ? value.join(' or ') : String(value)}`,
  );
  return parts.join(', ');
}

const listRoute = defineRoute({
  method: 'GET',
  path: '/api/rejudges',
  scope: 'setter',
  tag: 'Rejudging',
  summary: 'What was judged again, newest first',
  query: PageQuery,
  responses: { 200: pageOf(RejudgeSummarySchema).meta({ id: 'RejudgePage' }) },
  errors: ['cursor_bad'],
  handler: async ({ services, principal, query: { cursor, limit } }) => {
    const after = cursor === undefined ? {} : { after: cursor };
    const { items, next } = await listRejudges(services.database, principal.tenantId, { limit, ...after });
    return { status: 200, body: { items: items.map(serializeSummary), next: next ?? null } };
  },
});

const showRoute = defineRoute({
  method: 'GET',
  path: '/api/rejudges/{id}',
  scope: 'setter',
  tag: 'Rejudging',
  summary: 'How far it has come, who gains and loses, and who would move on which board',
  params: IdParams,
  responses: { 200: RejudgeSchema },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => ({
    status: 200,
    body: await shown(services, await getRejudge(services.database, principal.tenantId, params.id)),
  }),
});

async function shown({ database }: Services, rejudge: Rejudge) {
  const open = rejudge.state === 'judging' || rejudge.state === 'ready';
  const boards = open ? await previewBoards(database, rejudge.id) : [];
  const changes = await listRejudgeChanges(database, rejudge.id);
  return serializeRejudge(rejudge, changes, boards, await countRejudgeEffects(database, rejudge.id));
}

const applyRoute = defineRoute({
  method: 'POST',
  path: '/api/rejudges/{id}/apply',
  scope: 'setter',
  tag: 'Rejudging',
  summary: 'Let what was judged again count from now on; boards show all of it at once',
  params: IdParams,
  responses: { 200: RejudgeSummarySchema },
  errors: ['record_not_found', 'rejudge_not_ready', 'rejudge_final'],
  handler: async ({ services, principal, params }) => {
    const rejudge = await applyRejudge(services.database, principal.tenantId, params.id);
    return { status: 200, body: serializeSummary(rejudge) };
  },
});

const dropRoute = defineRoute({
  method: 'POST',
  path: '/api/rejudges/{id}/drop',
  scope: 'setter',
  tag: 'Rejudging',
  summary: 'Leave everything as it was',
  params: IdParams,
  responses: { 200: RejudgeSummarySchema },
  errors: ['record_not_found', 'rejudge_final'],
  handler: async ({ services, principal, params }) => {
    const rejudge = await dropRejudge(services.database, principal.tenantId, params.id);
    return { status: 200, body: serializeSummary(rejudge) };
  },
});

export const rejudgeRoutes: readonly Route[] = [startRoute, listRoute, showRoute, applyRoute, dropRoute];
