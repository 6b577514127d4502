import { CupelError } from '@cupel/domain';
import { getProblem } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { bytesAnswer } from './bytes.js';
import { endingOf, PICTURE_TYPES } from './manifest.js';
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
    const { statements } = manifestFor(await shownVersion(services, principal, problem), problem.slug);
    const one = statements.find(({ language, format }) => language === params.language && format === 'pdf');
    if (one?.sha256 === undefined) throw new CupelError('record_not_found', { what: 'statement' });
    const answer = bytesAnswer(services, principal, one.sha256, 'application/pdf');
    return { ...answer, headers: { ...answer.headers, ...inline(`${problem.slug}.${one.language}.pdf`) } };
  },
});

export const pictureRoute = defineRoute({
  method: 'GET',
  path: '/api/problems/{id}/pictures/{number}',
  scope: 'read',
  tag: 'Problems',
  summary: 'A picture that stands in a statement',
  params: ProblemParams.extend({ number: z.coerce.number().int().min(1).max(1e9) }),
  responses: { 200: z.string() },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params }) => {
    const problem = await getProblem(services.database, principal.tenantId, params.id);
    const { pictures } = manifestFor(await shownVersion(services, principal, problem), problem.slug);
    const one = pictures[params.number - 1];
    if (one === undefined) throw new CupelError('record_not_found', { what: 'picture' });
    const ending = endingOf(one.name);
    const answer = bytesAnswer(services, principal, one.sha256, PICTURE_TYPES[ending] ?? 'application/octet-stream');
    return { ...answer, headers: { ...answer.headers, ...inline(`${problem.slug}.${params.number}.${ending}`) } };
  },
});

/** A PDF or an SVG is a program of strangers, too: whatever opens it has no origin, loads nothing and sends nothing. */
const inline = (name: string) => ({
  'content-disposition': `inline; filename="${name}"`,
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
});
