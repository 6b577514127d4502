import { CupelError } from '@cupel/domain';
import { getPrincipal, joinContest, listParticipants } from '@cupel/store';
import { z } from 'zod';
import { seesOwnOnly } from '../../platform/auth/ownership.js';
import type { Principal } from '../../platform/auth/principal.js';
import { contestFor } from '../../platform/contests/access.js';
import { defineRoute } from '../../platform/http/route.js';
import { name, TimeSchema } from '../../platform/http/schemas.js';
import { externalPrincipal } from '../../platform/judging/prepare.js';
import type { Services } from '../../platform/services.js';
import { ContestParams } from './schema.js';

const ParticipantSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    user: z.string().nullable().meta({ description: "the caller's own id, where it made the participant known" }),
    joined_at: TimeSchema,
  })
  .meta({ id: 'Participant' });

const JoinRequest = z
  .strictObject({
    user: name(200).optional().meta({ description: "the caller's own id of whoever takes part; oneself unless given" }),
    name: name(100).optional().meta({ description: 'as it stands on the board' }),
  })
  .meta({ id: 'JoinRequest' });

export const joinRoute = defineRoute({
  method: 'POST',
  path: '/api/contests/{id}/participants',
  scope: 'submit',
  tag: 'Contests',
  summary: 'Join a contest, or put somebody on its list; again to change the name on the board',
  params: ContestParams,
  body: JoinRequest.optional(),
  responses: { 200: z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'Joined' }) },
  errors: ['record_not_found', 'contest_private', 'scope_missing'],
  handler: async ({ services, principal, params, body = {} }) => {
    const contest = await contestFor(services, principal, params.id);
    if (contest.visibility === 'private' && seesOwnOnly(principal))
      throw new CupelError('contest_private', { contest: contest.title });
    const who = await whoJoins(services, principal, body.user);
    const shown = body.name ?? who.name;
    await joinContest(services.database, {
      ...{ contestId: contest.id, tenantId: principal.tenantId },
      ...{ principalId: who.id, name: shown },
    });
    return { status: 200, body: { id: who.id, name: shown } };
  },
});

async function whoJoins(services: Services, principal: Principal, user: string | undefined) {
  if (user !== undefined) return { id: await externalPrincipal(services, principal, user), name: user };
  return getPrincipal(services.database, principal.tenantId, principal.principalId);
}

export const participantsRoute = defineRoute({
  method: 'GET',
  path: '/api/contests/{id}/participants',
  scope: 'read',
  tag: 'Contests',
  summary: 'Who takes part, in the order in which they joined',
  params: ContestParams,
  responses: { 200: z.object({ items: z.array(ParticipantSchema) }).meta({ id: 'Participants' }) },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const contest = await contestFor(services, principal, params.id);
    const all = await listParticipants(services.database, contest.id);
    // The ids of the tenant's own system are nothing that one participant learns of another.
    const hidden = seesOwnOnly(principal);
    const items = all.map(({ principalId, name: shown, externalId, joinedAt }) => ({
      ...{ id: principalId, name: shown, joined_at: joinedAt.toISOString() },
      user: hidden && principalId !== principal.principalId ? null : externalId,
    }));
    return { status: 200, body: { items } };
  },
});
