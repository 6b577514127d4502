import { CupelError, findLanguage, type Language, limitsFor } from '@cupel/domain';
import {
  ensurePrincipal,
  getProblem,
  getVersion,
  getVersionByNumber,
  type NewJudgedSubmission,
  type ProblemVersion,
  type StoredProblem,
} from '@cupel/store';
import { requireActingFor } from '../auth/ownership.js';
import type { Principal } from '../auth/principal.js';
import { requireScope } from '../auth/scope.js';
import { requireOutsideContests } from '../contests/secrets.js';
import { type IntakeContext, prepareSubmission } from '../intake/prepare.js';
import { languageCapability } from '../jobs/capabilities.js';
import { JUDGE, type JudgeJobOptions } from '../jobs/submission-options.js';
import type { Services } from '../services.js';
import { prepareAnswers } from './answers.js';
import { type KnownProblem, knownProblem } from './known-problems.js';
import { programLanguages } from './plan.js';
import type { JudgedRequest } from './schema.js';

/**
 * A submission to a problem, checked to the end before anything of it is stored: it is judged by the version that is published at
 * this moment. `problem` is an id or a slug. Throws `record_not_found`, `problem_not_published`, `problem_language_not_offered`,
 * `code_too_long`, `problem_in_contest`, `scope_missing`, and what is wrong with the program.
 */
export async function prepareJudged(
  services: Services,
  request: JudgedRequest,
  problem: string,
  context: IntakeContext & { readonly inContest?: boolean },
): Promise<NewJudgedSubmission> {
  const { principal } = context;
  const stored = await getProblem(services.database, principal.tenantId, problem);
  if (!context.inContest) await requireOutsideContests(services, principal, stored);
  const { id: versionId } = await versionFor(services, principal, stored, request.problem_version);
  const known = await knownProblem(services.database, principal.tenantId, versionId);
  const options = optionsOf(request, principal);
  const { user } = request;
  const { language, ...submission } = await programOrAnswers(services, request, known, stored, context);
  checkSize(known, submission);
  return {
    ...submission,
    kind: JUDGE,
    language: language.id,
    principalId: user === undefined ? principal.principalId : await externalPrincipal(services, principal, user),
    requires: [...new Set([...submission.requires, ...requiredBy(known, services.languages.known)])],
    limits: limitsFor(known.problem.limits, language),
    options,
    judgedBy: { problemId: stored.id, versionId },
  };
}

async function programOrAnswers(
  services: Services,
  { user: _, exclusive: __, transcript: ___, problem_version: ____, ...program }: JudgedRequest,
  known: KnownProblem,
  stored: StoredProblem,
  context: IntakeContext,
) {
  const request = { ...program, profile: 'judge' } as const;
  if (known.problem.evaluation.kind === 'answers') return prepareAnswers(services, request, known.problem, context);
  const { keepFor: _____, ...submission } = await prepareSubmission(services, request, context);
  const { language } = findLanguage(services.languages.known, submission.language);
  checkOffer(known, stored, language);
  return { ...submission, language };
}

/** Whom the caller's system knows by this id: made by being named. Throws `scope_missing` where a person names another. */
export async function externalPrincipal(services: Services, principal: Principal, user: string): Promise<string> {
  requireActingFor(principal);
  const { tenantId } = principal;
  const { id } = await ensurePrincipal(services.database, { tenantId, kind: 'external', name: user, externalId: user });
  return id;
}

async function versionFor(
  { database }: Services,
  principal: Principal,
  { id, slug, tenantId, state, currentVersion }: StoredProblem,
  number: number | undefined,
): Promise<ProblemVersion> {
  if (number !== undefined) {
    requireScope(principal, 'setter');
    return getVersionByNumber(database, tenantId, id, number);
  }
  if (state !== 'published' || currentVersion === null)
    throw new CupelError('problem_not_published', { problem: slug }, { field: 'problem' });
  return getVersion(database, tenantId, currentVersion);
}

/** Whoever holds off everybody else on a worker, or has what an interactor says kept, has to be trusted with it. */
function optionsOf({ exclusive, transcript }: JudgedRequest, principal: Principal): JudgeJobOptions {
  if (exclusive || transcript) requireScope(principal, 'setter');
  return { ...(exclusive && { exclusive }), ...(transcript && { transcript }) };
}

function checkOffer({ problem, version }: KnownProblem, { slug }: StoredProblem, { id }: Language): void {
  const { evaluation } = problem;
  const offered = evaluation.kind === 'function' ? Object.keys(evaluation.stubs) : version.languages;
  if (offered === null || offered.includes(id)) return;
  const params = { problem: slug, language: id, available: offered.join(', ') };
  throw new CupelError('problem_language_not_offered', params, { field: 'language' });
}

function checkSize({ problem }: KnownProblem, { source, files }: Pick<NewJudgedSubmission, 'source' | 'files'>): void {
  const limit = problem.limits.sourceBytes;
  const sizes = files.map(({ content }) => (content.kind === 'bytes' ? content.bytes.length : 0));
  const bytes = sizes.reduce((total, size) => total + size, source.length);
  if (bytes > limit) throw new CupelError('code_too_long', { bytes, limit }, { field: 'code' });
}

/** The setter's own programs have languages, too. */
export function requiredBy({ problem }: KnownProblem, known: readonly Language[]): readonly string[] {
  return programLanguages(problem).map((name) => {
    const { language, version } = findLanguage(known, name);
    return languageCapability(language.id, version);
  });
}
