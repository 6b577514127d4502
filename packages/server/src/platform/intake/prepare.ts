import { CupelError, checkFileNames } from '@cupel/domain';
import { type Lane, type NewSubmission, newId } from '@cupel/store';
import type { Principal } from '../auth/principal.js';
import { STRICT_ISOLATION } from '../jobs/capabilities.js';
import { EXECUTION, type SubmissionOptions } from '../jobs/submission-options.js';
import type { LanguageBoard } from '../languages/board.js';
import type { Services } from '../services.js';
import { contentOf } from './content.js';
import { type InteractiveRequest, interactiveOf } from './interactive.js';
import { limitsOf } from './limits.js';
import type { SubmissionRequest } from './schema.js';
import { webhookOf } from './webhook.js';

export interface IntakeContext {
  readonly principal: Principal;
  /** Where the request names none. */
  readonly lane: Lane;
  readonly batchId?: string;
  readonly idempotency?: NewSubmission['idempotency'];
  /** Somebody is to type into it. */
  readonly interactive?: InteractiveRequest;
}

/** Everything that can be wrong with a submission is found here, before anything of it is stored. */
export async function prepareSubmission(
  services: Services,
  request: SubmissionRequest,
  context: IntakeContext,
): Promise<NewSubmission & { readonly id: string }> {
  const { config, languages } = services;
  const { principal, batchId, idempotency } = context;
  const choice = await choose(languages, request);
  const content = contentOf(request, config);
  checkNames(
    content.sourceName,
    content.files.map(({ name }) => name),
  );
  checkArguments(request.args ?? []);
  const webhook = await webhookOf(request, config);
  const options: SubmissionOptions = request.typecheck ? { typecheck: true } : {};
  const typed = context.interactive && (await interactiveOf(services, principal, context.interactive));
  return {
    id: newId(),
    tenantId: principal.tenantId,
    principalId: principal.principalId,
    ...(principal.keyId && { keyId: principal.keyId }),
    ...(batchId && { batchId }),
    ...(request.reference && { reference: request.reference }),
    kind: EXECUTION,
    lane: request.lane ?? context.lane,
    priority: request.priority ?? 0,
    language: choice.language.id,
    ...(choice.version && { version: choice.version }),
    profile: request.profile,
    requires: config.permissive ? choice.requires : [...choice.requires, STRICT_ISOLATION],
    ...content,
    args: request.args ?? [],
    limits: limitsOf(choice.language, request.profile, request.limits, typed?.limits),
    options: { ...options, ...typed?.options },
    ...typed?.place,
    ...(idempotency && { idempotency }),
    ...(webhook && { webhook }),
    ...(config.retentionDays > 0 && { keepFor: config.retentionDays * 86_400 }),
  };
}

/** A worker that has just come may have what is missing: nobody is refused by what was known seconds ago. */
async function choose(languages: LanguageBoard, { language, version }: SubmissionRequest) {
  try {
    return languages.choose(language, version);
  } catch {
    await languages.refresh();
    return languages.choose(language, version);
  }
}

function checkNames(main: string | undefined, names: readonly string[]): void {
  checkFileNames(main === undefined ? names : [main, ...names]);
}

function checkArguments(args: readonly string[]): void {
  const index = args.findIndex((argument) => argument.includes('\0'));
  if (index >= 0) throw new CupelError('argument_bad', { index }, { field: `args[${index}]` });
}
