import { createContest, deleteContest, getContest, listContests, unfreezeContest, updateContest } from '@cupel/store';
import { z } from 'zod';
import { seesOwnOnly } from '../../platform/auth/ownership.js';
import { contestFor, viewOf } from '../../platform/contests/access.js';
import { defineRoute } from '../../platform/http/route.js';
import { PageQuery, pageOf } from '../../platform/http/schemas.js';
import { ContestParams, ContestRequestSchema, ContestSchema, newContestOf, serializeContest } from './schema.js';

export const createRoute = defineRoute({
  method: 'POST',
  path: '/api/contests',
  scope: 'setter',
  tag: 'Contests',
  summary: 'Make a contest, or without times a course',
  body: ContestRequestSchema,
  responses: { 201: ContestSchema },
  errors: ['field_bad', 'name_taken', 'record_not_found'],
  handler: async ({ services, principal, body }) => {
    const { tenantId, principalId } = principal;
    const made = await createContest(services.database, tenantId, principalId, await newContestOf(services, principal, body));
    return { status: 201, body: serializeContest(made, 'live') };
  },
});

export const updateRoute = defineRoute({
  method: 'PUT',
  path: '/api/contests/{id}',
  scope: 'setter',
  tag: 'Contests',
  summary: 'Replace what a contest is; submissions stay, and the board is made again',
  params: ContestParams,
  body: ContestRequestSchema,
  responses: { 200: ContestSchema },
  errors: ['field_bad', 'name_taken', 'record_not_found'],
  handler: async ({ services, principal, params, body }) => {
    const { id } = await getContest(services.database, principal.tenantId, params.id);
    const changed = await newContestOf(services, principal, body);
    return {
      status: 200,
      body: serializeContest(await updateContest(services.database, principal.tenantId, id, changed), 'live'),
    };
  },
});

export const listRoute = defineRoute({
  method: 'GET',
  path: '/api/contests',
  scope: 'read',
  tag: 'Contests',
  summary: 'Contests and courses, newest first; private ones only for their jury and their participants',
  query: PageQuery,
  responses: { 200: pageOf(ContestSchema).meta({ id: 'ContestPage' }) },
  errors: ['cursor_bad'],
  handler: async ({ services, principal, query: { cursor, limit } }) => {
    const { items, next } = await listContests(services.database, principal.tenantId, {
      limit,
      ...(cursor !== undefined && { after: cursor }),
      ...(seesOwnOnly(principal) && { principalId: principal.principalId }),
    });
    const view = viewOf(principal);
    return { status: 200, body: { items: items.map((item) => serializeContest(item, view)), next: next ?? null } };
  },
});

export const contestRoute = defineRoute({
  method: 'GET',
  path: '/api/contests/{id}',
  scope: 'read',
  tag: 'Contests',
  summary: 'A contest with its problems, which are secret until it begins',
  params: ContestParams,
  responses: { 200: ContestSchema },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const contest = await contestFor(services, principal, params.id);
    return { status: 200, body: serializeContest(contest, viewOf(principal)) };
  },
});

export const deleteRoute = defineRoute({
  method: 'DELETE',
  path: '/api/contests/{id}',
  scope: 'setter',
  tag: 'Contests',
  summary: 'Delete a contest with its board; what was submitted stays',
  params: ContestParams,
  responses: { 204: z.undefined() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const { id } = await getContest(services.database, principal.tenantId, params.id);
    await deleteContest(services.database, principal.tenantId, id);
    return { status: 204, body: undefined };
  },
});

export const unfreezeRoute = defineRoute({
  method: 'POST',
  path: '/api/contests/{id}/unfreeze',
  scope: 'setter',
  tag: 'Contests',
  summary: 'Show everybody the board as it is',
  params: ContestParams,
  responses: { 200: ContestSchema },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const { id } = await getContest(services.database, principal.tenantId, params.id);
    return { status: 200, body: serializeContest(await unfreezeContest(services.database, principal.tenantId, id), 'live') };
  },
});
