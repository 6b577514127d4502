import { CupelError } from '@cupel/domain';
import { findPackage, getProblem, getVersionByNumber, listBroken, listTests } from '@cupel/store';
import { z } from 'zod';
import type { Principal } from '../../platform/auth/principal.js';
import { defineRoute } from '../../platform/http/route.js';
import { TimeSchema } from '../../platform/http/schemas.js';
import type { Services } from '../../platform/services.js';
import { bytesAnswer } from './bytes.js';
import { ProblemParams, serializeTest, TestSchema, VersionParams } from './schema.js';

export const testsRoute = defineRoute({
  method: 'GET',
  path: '/api/problems/{id}/versions/{number}/tests',
  scope: 'setter',
  tag: 'Problems',
  summary: 'The tests of a version in the order of judging, hidden ones too',
  params: VersionParams,
  responses: { 200: z.object({ items: z.array(TestSchema) }).meta({ id: 'ProblemTests' }) },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const version = await versionOf(services, principal, params);
    const tests = await listTests(services.database, principal.tenantId, version.id);
    return { status: 200, body: { items: tests.map(serializeTest) } };
  },
});

const TestParams = VersionParams.extend({
  test: z.coerce.number().int().min(1).max(1e9),
  part: z.enum(['input', 'answer']),
});

export const testBytesRoute = defineRoute({
  method: 'GET',
  path: '/api/problems/{id}/versions/{number}/tests/{test}/{part}',
  scope: 'setter',
  tag: 'Problems',
  summary: 'The input or the answer of a test, byte by byte',
  params: TestParams,
  responses: { 200: z.string() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const version = await versionOf(services, principal, params);
    const tests = await listTests(services.database, principal.tenantId, version.id);
    const test = tests.find(({ position }) => position === params.test);
    if (test === undefined) throw new CupelError('record_not_found', { what: 'test' });
    const sha256 = params.part === 'input' ? test.inputSha256 : test.answerSha256;
    return bytesAnswer(services, principal, sha256, 'application/octet-stream');
  },
});

export const packageRoute = defineRoute({
  method: 'GET',
  path: '/api/problems/{id}/versions/{number}/package',
  scope: 'setter',
  tag: 'Problems',
  summary: 'The package of a version as it was uploaded',
  params: VersionParams,
  responses: { 200: z.string() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const version = await versionOf(services, principal, params);
    const sha256 = await findPackage(services.database, principal.tenantId, version.id);
    if (sha256 === undefined) throw new CupelError('record_not_found', { what: 'package' });
    return bytesAnswer(services, principal, sha256, 'application/zip');
  },
});

const FaultSchema = z
  .object({
    submission_id: z.uuid(),
    judging_id: z.uuid(),
    version: z.number().int(),
    at: TimeSchema.nullable(),
    faults: z.array(z.object({ part: z.string(), program: z.string(), test: z.string().optional(), problem: z.string() })),
  })
  .meta({ id: 'ProblemFault' });

export const faultsRoute = defineRoute({
  method: 'GET',
  path: '/api/problems/{id}/faults',
  scope: 'setter',
  tag: 'Problems',
  summary: "Submissions that could not be judged because something of the setter's is broken, newest first",
  params: ProblemParams,
  responses: { 200: z.object({ items: z.array(FaultSchema) }).meta({ id: 'ProblemFaults' }) },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const { id } = await getProblem(services.database, principal.tenantId, params.id);
    const broken = await listBroken(services.database, principal.tenantId, id);
    const items = broken.map(({ submissionId, id: judgingId, versionNumber, completedAt, faults }) => ({
      submission_id: submissionId,
      judging_id: judgingId,
      version: versionNumber,
      at: completedAt?.toISOString() ?? null,
      faults: faults as z.input<typeof FaultSchema>['faults'],
    }));
    return { status: 200, body: { items } };
  },
});

async function versionOf({ database }: Services, { tenantId }: Principal, params: { id: string; number: number }) {
  const { id } = await getProblem(database, tenantId, params.id);
  return getVersionByNumber(database, tenantId, id, params.number);
}
