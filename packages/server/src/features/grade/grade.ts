import { CupelError } from '@cupel/domain';
import { z } from 'zod';
import { requireOwn } from '../../platform/auth/ownership.js';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';
import { acceptAndWait, acceptSubmission, idempotencyOf } from '../../platform/intake/accept.js';
import { INTAKE_ERRORS } from '../../platform/intake/errors.js';
import { GRADE } from '../../platform/jobs/submission-options.js';
import { SUBMIT_RESPONSES, SubmitQuery } from '../../platform/judging/answer.js';
import { statusOf } from '../../platform/results/serialize.js';
import { gradeAnswer } from './answer.js';
import { prepareGraded, storeTests } from './prepare.js';
import { GradeAnswerSchema, GradeRequestSchema } from './schema.js';

export const gradeRoute = defineRoute({
  method: 'POST',
  path: '/api/grade',
  scope: 'submit',
  largeBody: true,
  tag: 'Grading',
  summary: 'Grade a program by tests that come with it; with `wait=true` the answer is its points',
  query: SubmitQuery.pick({ wait: true }),
  body: GradeRequestSchema,
  responses: { 200: GradeAnswerSchema, 202: SUBMIT_RESPONSES[202], 408: SUBMIT_RESPONSES[408] },
  errors: [...INTAKE_ERRORS, 'idempotency_conflict', 'idempotency_key_bad', 'wait_timeout'],
  handler: async (request) => {
    const { services, body, principal, query } = request;
    await services.quota.check(principal);
    const idempotency = idempotencyOf(request.header('idempotency-key'), () => request.bodyHash);
    const lane = query.wait ? 'interactive' : 'normal';
    const { test_cases, checker, ...program } = body;
    const tests = await storeTests(services, principal.tenantId, { test_cases, checker });
    const context = { principal, lane, ...(idempotency && { idempotency }) } as const;
    const submission = await prepareGraded(services, program, tests, context);
    if (!query.wait) {
      const { id, repeated } = await acceptSubmission(services, submission);
      return { status: 202, body: { id, ...(repeated && { status: statusOf(repeated) }) } };
    }
    const { id, ended } = await acceptAndWait(services, submission, request.signal);
    if (!ended) {
      const { message, code } = new CupelError('wait_timeout', { seconds: services.config.waitSeconds, id });
      return { status: 408, body: { id, error: message, code } };
    }
    return { status: 200, body: await gradeAnswer(services, await services.read(principal.tenantId, id)) };
  },
});

export const gradedRoute = defineRoute({
  method: 'GET',
  path: '/api/grade/{id}',
  scope: 'read',
  tag: 'Grading',
  summary: 'The state of a submission that is graded, and its points once there are any',
  params: IdParams,
  query: z.object({}),
  responses: { 200: GradeAnswerSchema },
  errors: ['submission_not_found'],
  handler: async ({ services, principal, params }) => {
    const submission = await services.read(principal.tenantId, params.id);
    requireOwn(principal, submission);
    if (submission.kind !== GRADE) throw new CupelError('submission_not_found', {});
    return { status: 200, body: await gradeAnswer(services, submission) };
  },
});
