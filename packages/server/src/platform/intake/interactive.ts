import { CupelError, type ErrorCode, type Limits } from '@cupel/domain';
import { countInPool, type NewSubmission } from '@cupel/store';
import { z } from 'zod';
import type { Principal } from '../auth/principal.js';
import { TerminalSchema } from '../http/schemas.js';
import { INTERACTIVE } from '../jobs/capabilities.js';
import type { InteractiveOptions } from '../jobs/submission-options.js';
import type { Services } from '../services.js';

const MB = 1024 * 1024;
/** Everything that such a program writes is kept for whoever looks later, in pieces as small as it was written. */
const MOST_OUTPUT = 2 * MB;

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

/** What makes a submission one that somebody types into. */
export const INTERACTIVE_FIELDS = {
  interactive: optional(z.boolean()).meta({
    description: 'somebody types into it while it runs: POST /api/submissions/{id}/input. `stdin` is read before that.',
  }),
  terminal: optional(TerminalSchema).meta({
    description: 'interactive, with a terminal of this size for stdin and stdout instead of pipes; stderr stays apart',
  }),
};

export const INTERACTIVE_ERRORS: readonly ErrorCode[] = ['interactive_too_many', 'interactive_not_offered'];

export interface InteractiveRequest {
  readonly terminal?: z.output<typeof TerminalSchema> | undefined;
}

interface InteractiveParts {
  readonly place: Pick<NewSubmission, 'kind' | 'pool'>;
  readonly options: InteractiveOptions;
  readonly limits: { readonly usual: Partial<Limits>; readonly most: Partial<Limits> };
}

/**
 * A program that waits for a person uses no CPU time, but it keeps its box: its wall clock is longer than that of others, and
 * how many there are is limited. Throws `interactive_not_offered` and `interactive_too_many`.
 */
export async function interactiveOf(
  { config, database, languages }: Services,
  { tenantId, flowId }: Principal,
  { terminal }: InteractiveRequest,
): Promise<InteractiveParts> {
  const workers = languages.workers();
  if (workers.length > 0 && !workers.some(({ capabilities }) => capabilities.includes(INTERACTIVE)))
    throw new CupelError('interactive_not_offered', {}, { field: terminal === undefined ? 'interactive' : 'terminal' });
  const most = config.interactivePerKey;
  if ((await countInPool(database, tenantId, flowId, INTERACTIVE)) >= most)
    throw new CupelError('interactive_too_many', { most });
  const wallTime = config.interactiveSeconds * 1e6;
  return {
    place: { kind: INTERACTIVE, pool: INTERACTIVE },
    options: { idleTime: config.interactiveIdleSeconds * 1e6, ...(terminal && { terminal }) },
    limits: { usual: { wallTime }, most: { wallTime, stdoutBytes: MOST_OUTPUT, stderrBytes: MOST_OUTPUT } },
  };
}
