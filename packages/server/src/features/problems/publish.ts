import { archiveProblem, getProblem, getVersionByNumber, publishVersion } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { ProblemParams, ProblemSummarySchema, serializeProblem } from './schema.js';

export const publishRoute = defineRoute({
  method: 'POST',
  path: '/api/problems/{id}/publish',
  scope: 'setter',
  tag: 'Problems',
  summary: 'Judge submissions by this version from now on; what a broken version could not judge is judged again',
  params: ProblemParams,
  body: z
    .strictObject({ version: z.number().int().min(1).optional().meta({ description: 'its number; the newest unless given' }) })
    .optional()
    .meta({ id: 'PublishRequest' }),
  responses: {
    200: z
      .object({ problem: ProblemSummarySchema, version: z.number().int(), judged_again: z.number().int() })
      .meta({ id: 'Published' }),
  },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params, body }) => {
    const { database } = services;
    const { id, versions } = await getProblem(database, principal.tenantId, params.id);
    const version = await getVersionByNumber(database, principal.tenantId, id, body?.version ?? versions);
    const judgedAgain = await publishVersion(database, principal.tenantId, id, version.id);
    const problem = await getProblem(database, principal.tenantId, id);
    return { status: 200, body: { problem: serializeProblem(problem), version: version.number, judged_again: judgedAgain } };
  },
});

export const archiveRoute = defineRoute({
  method: 'POST',
  path: '/api/problems/{id}/archive',
  scope: 'setter',
  tag: 'Problems',
  summary: 'Take no more submissions; publishing a version takes it back',
  params: ProblemParams,
  responses: { 200: ProblemSummarySchema },
  errors: ['record_not_found', 'problem_not_published'],
  handler: async ({ services, principal, params }) => {
    const { id } = await getProblem(services.database, principal.tenantId, params.id);
    return { status: 200, body: serializeProblem(await archiveProblem(services.database, principal.tenantId, id)) };
  },
});
