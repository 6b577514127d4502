import { CupelError } from '@cupel/domain';
import { enterContest } from '@cupel/store';
import { z } from 'zod';
import { contestFor } from '../../platform/contests/access.js';
import { defineRoute } from '../../platform/http/route.js';
import { idempotencyOf } from '../../platform/intake/accept.js';
import { INTAKE_ERRORS } from '../../platform/intake/errors.js';
import { answerSubmission, SUBMIT_ERRORS, SUBMIT_RESPONSES, SubmitQuery } from '../../platform/judging/answer.js';
import { prepareJudged } from '../../platform/judging/prepare.js';
import { JudgedRequestSchema } from '../../platform/judging/schema.js';
import { ContestParams } from './schema.js';

const ContestSubmissionSchema = JudgedRequestSchema.extend({
  problem: z.string().max(200).meta({ description: 'its label in the contest, its slug or its UUID' }),
}).meta({ id: 'ContestSubmission' });

export const submitRoute = defineRoute({
  method: 'POST',
  path: '/api/contests/{id}/submissions',
  scope: 'submit',
  tag: 'Contests',
  summary: 'Submit a program to a problem of a contest; whether it came in time is decided as it is accepted',
  params: ContestParams,
  query: SubmitQuery,
  body: ContestSubmissionSchema,
  largeBody: true,
  responses: SUBMIT_RESPONSES,
  errors: [...INTAKE_ERRORS, ...SUBMIT_ERRORS, 'contest_not_begun', 'contest_over', 'not_participant'],
  handler: async (request) => {
    const { services, principal, params, query } = request;
    const { problem, ...body } = request.body;
    const contest = await contestFor(services, principal, params.id);
    // Told apart from a wrong name only once the contest has begun, so that nobody learns by trying what its problems are.
    if (contest.phase === 'before')
      throw new CupelError('contest_not_begun', { contest: contest.title, at: contest.startsAt?.toISOString() ?? '' });
    const found = contest.problems.find(({ label, slug, problemId }) => [label, slug, problemId].includes(problem));
    if (found === undefined) throw new CupelError('record_not_found', { what: 'problem of the contest' }, { field: 'problem' });
    await services.quota.check(principal);
    const idempotency = idempotencyOf(request.header('idempotency-key'), () => request.bodyHash);
    const lane = query.wait ? 'interactive' : 'normal';
    const context = { principal, lane, inContest: true, ...(idempotency && { idempotency }) } as const;
    const prepared = await prepareJudged(services, body, found.problemId, context);
    return answerSubmission(request, prepared, (connection, id) => enterContest(connection, contest.id, id));
  },
});
