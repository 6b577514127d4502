import { z } from 'zod';
import { requireReadable } from '../../platform/contests/secrets.js';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';
import { audienceOf } from '../../platform/judging/audience.js';
import { presentResult } from '../../platform/results/present.js';
import { ResultSchema } from '../../platform/results/schema.js';

export const resultRoute = defineRoute({
  method: 'GET',
  path: '/api/result/{id}',
  scope: 'read',
  rustbox: true,
  tag: 'Submissions',
  summary: 'The state of a submission, and its result once there is one',
  params: IdParams,
  query: z.object({
    encoding: z.enum(['utf8', 'base64']).optional().meta({ description: 'base64: outputs in base64 too' }),
  }),
  responses: { 200: ResultSchema },
  errors: ['submission_not_found'],
  handler: async ({ services, params, principal, query }) => {
    const submission = await services.read(principal.tenantId, params.id);
    await requireReadable(services, principal, submission);
    const options = { base64: query.encoding === 'base64' };
    return { status: 200, body: await presentResult(services.database, submission, audienceOf(principal), options) };
  },
});
