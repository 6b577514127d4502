import { CupelError } from '@cupel/domain';
import { getProblem, getVersionByNumber } from '@cupel/store';
import { defineRoute } from '../../platform/http/route.js';
import { beginVerification, shownVerification, VerificationSchema } from '../../platform/judging/verification.js';
import { VersionParams } from './schema.js';

export const verifyRoute = defineRoute({
  method: 'POST',
  path: '/api/problems/{id}/versions/{number}/verify',
  scope: 'setter',
  tag: 'Problems',
  summary: 'Have a worker verify a version: validators on every input, example submissions on every test, time limits',
  params: VersionParams,
  responses: { 202: VerificationSchema },
  errors: ['record_not_found', 'queue_full'],
  handler: async ({ services, principal, params }) => {
    const problem = await getProblem(services.database, principal.tenantId, params.id);
    const version = await getVersionByNumber(services.database, principal.tenantId, problem.id, params.number);
    await beginVerification(services, principal, problem, version, 'all');
    return { status: 202, body: found(await shownVerification(services, principal, version)) };
  },
});

export const verificationRoute = defineRoute({
  method: 'GET',
  path: '/api/problems/{id}/versions/{number}/verification',
  scope: 'setter',
  tag: 'Problems',
  summary: 'What was found when a version was verified last',
  params: VersionParams,
  responses: { 200: VerificationSchema },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const { id } = await getProblem(services.database, principal.tenantId, params.id);
    const version = await getVersionByNumber(services.database, principal.tenantId, id, params.number);
    return { status: 200, body: found(await shownVerification(services, principal, version)) };
  },
});

function found<T>(verification: T | undefined): T {
  if (verification === undefined) throw new CupelError('record_not_found', { what: 'verification' });
  return verification;
}
