import { findExternalPrincipal, listSubmissions } from '@cupel/store';
import { z } from 'zod';
import { seesOwnOnly } from '../../platform/auth/ownership.js';
import type { Principal } from '../../platform/auth/principal.js';
import { secretSubmissions } from '../../platform/contests/secrets.js';
import { defineRoute } from '../../platform/http/route.js';
import { LaneSchema, name, PageQuery, pageOf, VerdictSchema } from '../../platform/http/schemas.js';
import { audienceOf } from '../../platform/judging/audience.js';
import { presentSummary } from '../../platform/results/present.js';
import { StateSchema, SummarySchema } from '../../platform/results/schema.js';
import type { Services } from '../../platform/services.js';

const Query = PageQuery.extend({
  state: StateSchema.optional(),
  verdict: VerdictSchema.optional(),
  language: name(100).optional(),
  lane: LaneSchema.optional(),
  batch: z.string().max(200).optional().meta({ description: 'id of a batch' }),
  key: z.string().max(200).optional().meta({ description: 'id of the key that submitted' }),
  reference: name(200).optional(),
  problem: z.string().max(200).optional().meta({ description: 'id of a problem' }),
  user: name(200).optional().meta({ description: "the caller's own id of whoever submitted" }),
  from: z.iso.datetime({ offset: true }).optional().meta({ description: 'submitted at this time or later' }),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: 'submitted before this time' }),
});

export const listRoute = defineRoute({
  method: 'GET',
  path: '/api/submissions',
  scope: 'read',
  tag: 'Submissions',
  summary: 'The submissions of the tenant, newest first',
  query: Query,
  responses: { 200: pageOf(SummarySchema).meta({ id: 'SubmissionPage' }) },
  errors: ['cursor_bad'],
  handler: async ({ services, principal, query }) => {
    const asked = query.user === undefined ? {} : { principalId: await userId(services, principal, query.user) };
    const user = seesOwnOnly(principal) ? { principalId: principal.principalId } : asked;
    const filter = { ...filterOf(query), ...user, ...(await secretSubmissions(services, principal)) };
    const { items, next } = await listSubmissions(services.database, principal.tenantId, filter);
    const audience = audienceOf(principal);
    return { status: 200, body: { items: items.map((item) => presentSummary(item, audience)), next: next ?? null } };
  },
});

/** Somebody who never submitted has no submissions; no id is made for him by asking. */
async function userId({ database }: Services, { tenantId }: Principal, user: string): Promise<string> {
  return (await findExternalPrincipal(database, tenantId, user))?.id ?? NOBODY;
}

const NOBODY = 'nobody';

function filterOf(query: z.output<typeof Query>) {
  return {
    limit: query.limit,
    ...(query.cursor !== undefined && { after: query.cursor }),
    ...(query.state && { states: [query.state] }),
    ...(query.verdict && { verdicts: [query.verdict] }),
    ...(query.language !== undefined && { languages: [query.language.toLowerCase()] }),
    ...(query.lane && { lane: query.lane }),
    ...(query.batch !== undefined && { batchId: query.batch }),
    ...(query.key !== undefined && { keyId: query.key }),
    ...(query.reference !== undefined && { reference: query.reference }),
    ...(query.problem !== undefined && { problemId: query.problem }),
    ...(query.from !== undefined && { from: new Date(query.from) }),
    ...(query.to !== undefined && { to: new Date(query.to) }),
  };
}
