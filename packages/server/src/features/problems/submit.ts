import { defineRoute } from '../../platform/http/route.js';
import { idempotencyOf } from '../../platform/intake/accept.js';
import { INTAKE_ERRORS } from '../../platform/intake/errors.js';
import { answerSubmission, SUBMIT_ERRORS, SUBMIT_RESPONSES, SubmitQuery } from '../../platform/judging/answer.js';
import { prepareJudged } from '../../platform/judging/prepare.js';
import { JudgedRequestSchema } from '../../platform/judging/schema.js';
import { ProblemParams } from './schema.js';

export const submitToProblemRoute = defineRoute({
  method: 'POST',
  path: '/api/problems/{id}/submissions',
  scope: 'submit',
  tag: 'Problems',
  summary: 'Submit a program to a problem; with `wait=true` the answer is its result',
  params: ProblemParams,
  query: SubmitQuery,
  body: JudgedRequestSchema,
  // Answers to tests, where a problem asks for those, are larger than programs.
  largeBody: true,
  responses: SUBMIT_RESPONSES,
  errors: [...INTAKE_ERRORS, ...SUBMIT_ERRORS],
  handler: async (request) => {
    const { services, body, principal, params, query } = request;
    await services.quota.check(principal);
    const idempotency = idempotencyOf(request.header('idempotency-key'), () => request.bodyHash);
    const lane = query.wait ? 'interactive' : 'normal';
    const context = { principal, lane, ...(idempotency && { idempotency }) } as const;
    return answerSubmission(request, await prepareJudged(services, body, params.id, context));
  },
});
