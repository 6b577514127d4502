import { CupelError, type Language, type Limits, parseLimits } from '@cupel/domain';

const MB = 1024 * 1024;

/** What the profile `agent` grants above the language's own limits. */
const AGENT = { wallTime: 60_000_000, cpuTime: 30_000_000, memory: 2048 * MB, processes: 64 } as const;

/** Throws `limit_…`, with the field and what would be right. */
export function limitsOf(
  language: Language,
  profile: 'judge' | 'agent',
  asked: Readonly<Record<string, unknown>> | undefined = {},
): Limits {
  for (const [name, value] of Object.entries(asked)) {
    // Anything else may do whatever it likes when it is turned into text for a message.
    if (typeof value === 'number' || typeof value === 'string') continue;
    const field = `limits.${name}`;
    const params = { field, value: value === null ? 'null' : `of the type ${typeof value}`, form: 'a number' };
    throw new CupelError('limit_not_a_number', params, { field: field.slice(0, 200) });
  }
  return parseLimits(asked, { defaults: profile === 'agent' ? agentLimits(language.run.limits) : language.run.limits });
}

function agentLimits(limits: Limits): Limits {
  const raised = Object.entries(AGENT).map(([field, value]) => [field, Math.max(limits[field as keyof typeof AGENT], value)]);
  return { ...limits, ...(Object.fromEntries(raised) as Pick<Limits, keyof typeof AGENT>) };
}
