import type { Schemas } from '@cupel/sdk';

const MIB = 1024 * 1024;
const KIB = 1024;

/** As it is typed: seconds, MB, KB and factors as text, so that half a number is not another number. */
export interface LimitsDraft {
  readonly time: string;
  readonly memory: string;
  readonly output: string;
  readonly code: string;
  readonly allowances: readonly AllowanceDraft[];
}

export interface AllowanceDraft {
  readonly language: string;
  readonly factor: string;
  /** Seconds. */
  readonly extra: string;
  /** MB. */
  readonly memory: string;
}

type Limits = Schemas['ProblemVersion']['limits'];
/** Without saying whether it is to be published. */
type Changes = Omit<Schemas['ProblemLimitsRequest'], 'publish'>;

export function draftOf({ time, memory, output, code, languages }: Limits): LimitsDraft {
  return {
    time: String(time),
    memory: String(memory / MIB),
    output: String(output / MIB),
    code: String(code / KIB),
    allowances: Object.entries(languages).map(([language, allowance]) => ({
      language,
      factor: String(allowance.time_factor),
      extra: String(allowance.time_extra),
      memory: String(allowance.memory_extra / MIB),
    })),
  };
}

export function emptyAllowance(language: string): AllowanceDraft {
  return { language, factor: '1', extra: '0', memory: '0' };
}

/** What of it differs from the limits that hold; nothing else is written into the package. */
export function requestOf(draft: LimitsDraft, now: Limits): Changes {
  const wanted = {
    time: Number(draft.time),
    memory: Math.round(Number(draft.memory) * MIB),
    output: Math.round(Number(draft.output) * MIB),
    code: Math.round(Number(draft.code) * KIB),
  };
  const changed = Object.entries(wanted).filter(([name, value]) => value !== now[name as keyof typeof wanted]);
  const languages = Object.fromEntries(
    draft.allowances.map(({ language, factor, extra, memory }) => [
      language,
      { time_factor: Number(factor), time_extra: Number(extra), memory_extra: Math.round(Number(memory) * MIB) },
    ]),
  );
  const isSame = JSON.stringify(sorted(languages)) === JSON.stringify(sorted(now.languages));
  return { ...Object.fromEntries(changed), ...(!isSame && { languages }) };
}

function sorted(languages: Limits['languages']) {
  return Object.entries(languages).sort(([a], [b]) => (a < b ? -1 : 1));
}
