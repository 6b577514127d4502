import { CupelError } from '@cupel/domain';
import {
  countBroken,
  getProblem,
  getVersion,
  listProblems,
  listVersions,
  type ProblemVersion,
  problemStandings,
  type StoredProblem,
} from '@cupel/store';
import { z } from 'zod';
import type { Principal } from '../../platform/auth/principal.js';
import { requireKnown, secretProblems } from '../../platform/contests/secrets.js';
import { defineRoute } from '../../platform/http/route.js';
import { PageQuery, pageOf } from '../../platform/http/schemas.js';
import type { Services } from '../../platform/services.js';
import { bytesAnswer } from './bytes.js';
import {
  ListedProblemSchema,
  manifestFor,
  ProblemParams,
  ProblemSchema,
  ProblemStateSchema,
  serializeProblem,
  serializeVersion,
  VersionSchema,
} from './schema.js';

export const listProblemsRoute = defineRoute({
  method: 'GET',
  path: '/api/problems',
  scope: 'read',
  tag: 'Problems',
  summary: 'The problems of the tenant; drafts are for setters',
  query: PageQuery.extend({ state: ProblemStateSchema.optional() }),
  responses: { 200: pageOf(ListedProblemSchema).meta({ id: 'ProblemPage' }) },
  errors: [],
  handler: async ({ services, principal, query }) => {
    const seen = isSetter(principal) ? (['draft', 'published', 'archived'] as const) : (['published', 'archived'] as const);
    const states = query.state === undefined ? seen : seen.filter((state) => state === query.state);
    const after = query.cursor === undefined ? {} : { after: query.cursor };
    // Left out by the query itself: a page that is short, or a cursor that names what was left out, would tell of it.
    const except = [...(await secretProblems(services, principal))];
    const options = { states, except, limit: query.limit, ...after };
    const { items, next } = await listProblems(services.database, principal.tenantId, options);
    const { tenantId, principalId } = principal;
    const standings = await problemStandings(
      services.database,
      tenantId,
      principalId,
      items.map(({ id }) => id),
    );
    const listed = items.map((item) => ({ ...serializeProblem(item), mine: standings.get(item.id) ?? null }));
    return { status: 200, body: { items: listed, next: next ?? null } };
  },
});

export const problemRoute = defineRoute({
  method: 'GET',
  path: '/api/problems/{id}',
  scope: 'read',
  tag: 'Problems',
  summary: 'A problem: statement, samples, limits',
  params: ProblemParams,
  responses: { 200: ProblemSchema },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const problem = await getProblem(services.database, principal.tenantId, params.id);
    const version = await shownVersion(services, principal, problem);
    const setter = isSetter(principal)
      ? { setter: { versions: problem.versions, waiting: await countBroken(services.database, principal.tenantId, problem.id) } }
      : {};
    const published = problem.currentVersion === version.id ? version.number : null;
    return {
      status: 200,
      body: { ...serializeProblem(problem), version: published, ...manifestFor(version, problem.slug), ...setter },
    };
  },
});

export const versionsRoute = defineRoute({
  method: 'GET',
  path: '/api/problems/{id}/versions',
  scope: 'setter',
  tag: 'Problems',
  summary: 'The versions of a problem, newest first',
  params: ProblemParams,
  responses: { 200: z.object({ items: z.array(VersionSchema) }).meta({ id: 'ProblemVersions' }) },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const problem = await getProblem(services.database, principal.tenantId, params.id);
    const versions = await listVersions(services.database, principal.tenantId, problem.id);
    return { status: 200, body: { items: versions.map((version) => serializeVersion(version, problem)) } };
  },
});

export const attachmentRoute = defineRoute({
  method: 'GET',
  path: '/api/problems/{id}/attachments/{number}',
  scope: 'read',
  tag: 'Problems',
  summary: 'A file that goes with the statement',
  params: ProblemParams.extend({ number: z.coerce.number().int().min(1).max(1e9) }),
  responses: { 200: z.string() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const problem = await getProblem(services.database, principal.tenantId, params.id);
    const version = await shownVersion(services, principal, problem);
    // Named by its place: a hash in the path would open every blob of the tenant to whoever guesses at it.
    const file = manifestFor(version, problem.slug).attachments[params.number - 1];
    if (file === undefined) throw new CupelError('record_not_found', { what: 'attachment' });
    return bytesAnswer(services, principal, file.sha256, 'application/octet-stream');
  },
});

const isSetter = ({ scopes }: Principal): boolean => scopes.has('setter');

/** That which counts; of a draft its newest, which a setter alone may know of. */
export async function shownVersion(
  services: Services,
  principal: Principal,
  { id, state, currentVersion }: StoredProblem,
): Promise<ProblemVersion> {
  const { database } = services;
  await requireKnown(services, principal, id);
  if (state !== 'draft' && currentVersion !== null) return getVersion(database, principal.tenantId, currentVersion);
  const [newest] = isSetter(principal) ? await listVersions(database, principal.tenantId, id) : [];
  if (newest === undefined) throw new CupelError('record_not_found', { what: 'problem' });
  return newest;
}
