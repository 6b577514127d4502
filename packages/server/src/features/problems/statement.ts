import { CupelError } from '@cupel/domain';
import { getProblem } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { bytesAnswer } from './bytes.js';
import { shownVersion } from './read.js';
import { manifestFor, ProblemParams } from './schema.js';

export const statementRoute = defineRoute({
  method: 'GET',
  path: '/api/problems/{id}/statements/{language}',
  scope: 'read',
  tag: 'Problems',
  summary: 'A statement that is a PDF; what is HTML stands in the problem itself',
  params: ProblemParams.extend({ language: z.string().max(20).meta({ description: 'as in "en"' }) }),
  responses: { 200: z.string() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const problem = await getProblem(services.database, principal.tenantId, params.id);
    const { statements } = manifestFor(await shownVersion(services, principal, problem));
    const one = statements.find(({ language, format }) => language === params.language && format === 'pdf');
    if (one?.sha256 === undefined) throw new CupelError('record_not_found', { what: 'statement' });
    const answer = bytesAnswer(services, principal, one.sha256, 'application/pdf');
    // A PDF is a program of strangers, too: whatever opens it has no origin, loads nothing and sends nothing.
    const headers = {
      ...answer.headers,
      'content-disposition': `inline; filename="${problem.slug}.${one.language}.pdf"`,
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    };
    return { ...answer, headers };
  },
});
