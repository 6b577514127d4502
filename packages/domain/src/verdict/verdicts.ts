/** The letters, and the words by which other people and other programs know them. */

export const VERDICTS = ['AC', 'WA', 'PE', 'TLE', 'MLE', 'OLE', 'PLE', 'FSE', 'RE', 'SIG', 'SV', 'CE', 'IE'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Long names, for people and for APIs that spell things out. */
export const LONG_NAMES = {
  AC: 'accepted',
  WA: 'wrong_answer',
  PE: 'presentation_error',
  TLE: 'time_limit_exceeded',
  MLE: 'memory_limit_exceeded',
  OLE: 'output_limit_exceeded',
  PLE: 'process_limit_exceeded',
  FSE: 'file_size_exceeded',
  RE: 'runtime_error',
  SIG: 'fatal_signal',
  SV: 'security_violation',
  CE: 'compile_error',
  IE: 'internal_error',
} as const satisfies Record<Verdict, string>;
export type LongName = (typeof LONG_NAMES)[Verdict];

/** The short words of the field `outcome`. A signal is a runtime error to whoever reads outcomes. */
export const OUTCOMES = {
  AC: 'accepted',
  WA: 'wrong_answer',
  PE: 'presentation_error',
  TLE: 'timeout',
  MLE: 'memory_limit',
  OLE: 'output_limit',
  PLE: 'process_limit',
  FSE: 'file_limit',
  RE: 'runtime_error',
  SIG: 'runtime_error',
  SV: 'security_violation',
  CE: 'compile_error',
  IE: 'internal_error',
} as const satisfies Record<Verdict, string>;
export type Outcome = (typeof OUTCOMES)[Verdict] | 'cancelled';

/**
 * The closed set of status words that Rustbox clients know. It has none for output limits and compilers: those are RE
 * there, as Rustbox itself answers them. Output is not judged by it, so a wrong answer is a run that went well.
 */
export const RUSTBOX_STATUS = {
  AC: 'OK',
  WA: 'OK',
  PE: 'OK',
  TLE: 'TLE',
  MLE: 'MLE',
  OLE: 'RE',
  PLE: 'PLE',
  FSE: 'FSE',
  RE: 'RE',
  SIG: 'SIG',
  SV: 'SV',
  CE: 'RE',
  IE: 'IE',
} as const satisfies Record<Verdict, 'OK' | 'TLE' | 'MLE' | 'RE' | 'IE' | 'SIG' | 'SV' | 'PLE' | 'FSE'>;
export type RustboxStatus = (typeof RUSTBOX_STATUS)[Verdict];
