import { CupelError, type ErrorCode } from '@cupel/domain';
import { createProblem, getProblem, publishVersion, type StoredProblem } from '@cupel/store';
import { z } from 'zod';
import { defineRoute, type RequestOf } from '../../platform/http/route.js';
import { beginVerification, shownVerification } from '../../platform/judging/verification.js';
import { readUpload } from './make-version.js';
import {
  MadeSchema,
  needsRendering,
  ProblemParams,
  publishFlag,
  serializeProblem,
  serializeVersion,
  slug,
  verifyFlag,
} from './schema.js';

/** What may be wrong with a package. */
export const PACKAGE_ERRORS: readonly ErrorCode[] = [
  'archive_refused',
  'archive_too_large',
  'body_too_large',
  'media_type',
  'package_bad',
  'problem_without_tests',
  'problem_name_twice',
  'problem_group_unknown',
  'problem_groups_cycle',
  'problem_points_bad',
  'problem_points_do_not_add_up',
  'problem_passes_bad',
];

export const createProblemRoute = defineRoute({
  method: 'POST',
  path: '/api/problems',
  scope: 'setter',
  tag: 'Problems',
  summary: 'Make a problem of a package (a zip in the Kattis/ICPC format)',
  upload: true,
  query: z.object({ slug, publish: publishFlag, verify: verifyFlag }),
  responses: { 201: MadeSchema },
  errors: [...PACKAGE_ERRORS, 'name_taken', 'queue_full'],
  handler: async (request) => {
    const { services, principal, query, upload } = request;
    const { tenantId, principalId } = principal;
    await refuseTaken(request, query.slug);
    await using read = await readUpload(services, principal, upload, query.slug);
    const problem = await createProblem(services.database, { tenantId, principalId, slug: query.slug, title: read.title });
    return { status: 201, body: await keep(request, problem, read) };
  },
});

export const createVersionRoute = defineRoute({
  method: 'POST',
  path: '/api/problems/{id}/versions',
  scope: 'setter',
  tag: 'Problems',
  summary: 'Add a version; the package of an earlier version is that version',
  upload: true,
  params: ProblemParams,
  query: z.object({ publish: publishFlag, verify: verifyFlag }),
  responses: { 201: MadeSchema },
  errors: [...PACKAGE_ERRORS, 'record_not_found', 'queue_full'],
  handler: async (request) => {
    const { services, principal, params, upload } = request;
    const problem = await getProblem(services.database, principal.tenantId, params.id);
    await using read = await readUpload(services, principal, upload, problem.slug);
    return { status: 201, body: await keep(request, problem, read) };
  },
});

type Asked = { readonly publish?: boolean | undefined; readonly verify?: boolean | undefined };
type Request = Pick<RequestOf<z.ZodObject, z.ZodObject, z.ZodType>, 'services' | 'principal'> & { readonly query: Asked };
type Read = Awaited<ReturnType<typeof readUpload>>;

/** Before an upload is read: the name is what most often is wrong. */
async function refuseTaken({ services, principal }: Request, name: string): Promise<void> {
  const taken = await getProblem(services.database, principal.tenantId, name).catch(() => undefined);
  if (taken !== undefined) throw new CupelError('name_taken', { what: 'problem', name }, { field: 'slug' });
}

/** Makes the version, publishes and verifies it where that is wanted, and tells of all. */
export async function keep({ services, principal, query: { publish, verify } }: Request, { id }: StoredProblem, read: Read) {
  const { database } = services;
  const { version } = await read.keep(id);
  const judgedAgain = publish ? await publishVersion(database, principal.tenantId, id, version.id) : undefined;
  const problem = await getProblem(database, principal.tenantId, id);
  if (verify) await beginVerification(services, principal, problem, version, 'all');
  else if (needsRendering(version)) await beginVerification(services, principal, problem, version, 'statements');
  const verification = verify ? await shownVerification(services, principal, version) : undefined;
  return {
    problem: serializeProblem(problem),
    version: serializeVersion(version, problem),
    ...(judgedAgain !== undefined && { judged_again: judgedAgain }),
    ...(verification && { verification }),
  };
}
