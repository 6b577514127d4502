import { CupelError, decodeText } from '@cupel/domain';
import { getSubmissionInput, listJudgings } from '@cupel/store';
import { z } from 'zod';
import { requireReadable } from '../../platform/contests/secrets.js';
import { defineRoute, type Route } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';
import { isSecretKind, TESTS_FILE } from '../../platform/jobs/submission-options.js';
import { audienceOf } from '../../platform/judging/audience.js';
import { presentJudging } from '../../platform/results/judging.js';
import { JudgingSchema } from '../../platform/results/judging-schema.js';

const judgingsRoute = defineRoute({
  method: 'GET',
  path: '/api/submissions/{id}/judgings',
  scope: 'read',
  tag: 'Submissions',
  summary: 'Every judging of a submission, newest first; those that no longer count stay readable',
  params: IdParams,
  responses: { 200: z.object({ items: z.array(JudgingSchema) }).meta({ id: 'Judgings' }) },
  errors: ['submission_not_found'],
  handler: async ({ services, principal, params }) => {
    const submission = await services.read(principal.tenantId, params.id);
    await requireReadable(services, principal, submission);
    const audience = audienceOf(principal);
    const judgings = await listJudgings(services.database, principal.tenantId, submission.id);
    // What is staged may come to nothing, and would tell of a change to the tests before it is made.
    const seen = judgings.filter(({ standing }) => audience === 'setter' || standing === 'current' || standing === 'superseded');
    const items = seen.map((judging) => presentJudging(services.database, judging, submission, audience));
    return { status: 200, body: { items: await Promise.all(items) } };
  },
});

const SourceSchema = z
  .object({
    language: z.string(),
    files: z.array(
      z.object({
        name: z.string().nullable().meta({ description: "null where the language's own name was used" }),
        content: z.string(),
        lossy: z.boolean().meta({ description: 'bytes that are no UTF-8 were replaced' }),
      }),
    ),
  })
  .meta({ id: 'Source' });

const sourceRoute = defineRoute({
  method: 'GET',
  path: '/api/submissions/{id}/source',
  scope: 'read',
  tag: 'Submissions',
  summary: 'The program that was submitted',
  params: IdParams,
  responses: { 200: SourceSchema },
  errors: ['submission_not_found'],
  handler: async ({ services, principal, params }) => {
    const submission = await services.read(principal.tenantId, params.id);
    await requireReadable(services, principal, submission);
    const { id, language, kind } = submission;
    if (isSecretKind(kind)) throw new CupelError('submission_not_found', {});
    const { source, sourceName, files } = await getSubmissionInput(services.database, principal.tenantId, id);
    const given = files.flatMap(({ name, content }) =>
      content.kind === 'bytes' && name !== TESTS_FILE ? [{ name, bytes: content.bytes }] : [],
    );
    const all = [{ name: sourceName, bytes: source as Uint8Array }, ...given];
    const shown = all.map(({ name, bytes }) => {
      const { text, lossy } = decodeText(bytes);
      return { name, content: text, lossy };
    });
    return { status: 200, body: { language, files: shown } };
  },
});

export const judgingRoutes: readonly Route[] = [judgingsRoute, sourceRoute];
