import { CupelError, LARGEST_LIMITS, type Language, type Limits, parseLimits } from '@cupel/domain';

const MB = 1024 * 1024;

/** What the profile `agent` grants above the language's own limits. */
const AGENT = { wallTime: 60_000_000, cpuTime: 30_000_000, memory: 2048 * MB, processes: 64 } as const;

/** Throws `limit_…`, with the field and what would be right. */
export function limitsOf(
  language: Language,
  profile: 'judge' | 'agent',
  asked: Readonly<Record<string, unknown>> | undefined = {},
  /** What is granted otherwise than to others: unless asked for, and at most. */
  other: { readonly usual?: Partial<Limits>; readonly most?: Partial<Limits> } = {},
): Limits {
  for (const [name, value] of Object.entries(asked)) {
    // Anything else may do whatever it likes when it is turned into text for a message.
    if (typeof value === 'number' || typeof value === 'string') continue;
    const field = `limits.${name}`;
    const params = { field, value: value === null ? 'null' : `of the type ${typeof value}`, form: 'a number' };
    throw new CupelError('limit_not_a_number', params, { field: field.slice(0, 200) });
  }
  const usual = profile === 'agent' ? agentLimits(language.run.limits) : language.run.limits;
  return parseLimits(asked, { defaults: { ...usual, ...other.usual }, largest: { ...LARGEST_LIMITS, ...other.most } });
}

function agentLimits(limits: Limits): Limits {
  const raised = Object.entries(AGENT).map(([field, value]) => [field, Math.max(limits[field as keyof typeof AGENT], value)]);
  return { ...limits, ...(Object.fromEntries(raised) as Pick<Limits, keyof typeof AGENT>) };
}
