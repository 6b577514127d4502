import type { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { name } from '../../platform/http/schemas.js';
import { idempotencyOf } from '../../platform/intake/accept.js';
import { INTAKE_ERRORS } from '../../platform/intake/errors.js';
import { INTERACTIVE_ERRORS, INTERACTIVE_FIELDS } from '../../platform/intake/interactive.js';
import { prepareSubmission } from '../../platform/intake/prepare.js';
import { SubmissionRequestSchema } from '../../platform/intake/schema.js';
import { answerSubmission, SUBMIT_ERRORS, SUBMIT_RESPONSES, SubmitQuery } from '../../platform/judging/answer.js';
import { prepareJudged } from '../../platform/judging/prepare.js';
import { JudgedRequestSchema } from '../../platform/judging/schema.js';

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

const SubmitRequestSchema = SubmissionRequestSchema.extend({
  problem: optional(name(200)).meta({ description: 'id or slug of a problem whose hidden tests decide' }),
  user: optional(name(200)).meta({ description: "with `problem`: the caller's own id of whoever submits" }),
  ...INTERACTIVE_FIELDS,
}).meta({ id: 'SubmitRequest' });

export const submitRoute = defineRoute({
  method: 'POST',
  path: '/api/submit',
  scope: 'submit',
  rustbox: true,
  tag: 'Submissions',
  summary: 'Submit a program, to a problem if one is named; with `wait=true` the answer is its result',
  query: SubmitQuery,
  body: SubmitRequestSchema,
  responses: SUBMIT_RESPONSES,
  errors: [...INTAKE_ERRORS, ...SUBMIT_ERRORS, ...INTERACTIVE_ERRORS],
  handler: async (request) => {
    const { services, body, principal, query } = request;
    await services.quota.check(principal);
    const idempotency = idempotencyOf(request.header('idempotency-key'), () => request.bodyHash);
    const lane = query.wait ? 'interactive' : 'normal';
    const context = { principal, lane, ...(idempotency && { idempotency }) } as const;
    return answerSubmission(request, await prepare(services, body, context));
  },
});

function prepare(
  services: Parameters<typeof prepareSubmission>[0],
  { problem, user, interactive, terminal, ...program }: z.output<typeof SubmitRequestSchema>,
  context: Parameters<typeof prepareSubmission>[2],
) {
  const typed = interactive || terminal !== undefined ? { interactive: { terminal } } : {};
  if (problem === undefined) return prepareSubmission(services, program, { ...context, ...typed });
  // What a problem decides itself is refused by its own schema, with the field at fault.
  const { profile: _, ...given } = program;
  const asked = Object.fromEntries(
    Object.entries({ ...given, user, interactive, terminal }).filter(([, value]) => value !== undefined),
  );
  return prepareJudged(services, JudgedRequestSchema.parse(asked), problem, context);
}
