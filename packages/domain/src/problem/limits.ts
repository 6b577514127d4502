import type { Language } from '../language/language.js';
import { LARGEST_LIMITS } from '../limits/table.js';
import type { Limits } from '../limits.js';

/** What a problem grants. Times are microseconds, sizes bytes. */
export interface ProblemLimits {
  /** Per test, for the language with factor 1. */
  readonly cpuTime: number;
  readonly memory: number;
  readonly stdoutBytes: number;
  /** The most that a submission's files may have together. */
  readonly sourceBytes: number;
  /** Other limits of a run, where the problem says more than the language does. */
  readonly run?: Partial<Limits>;
  /** By language id. */
  readonly languages: Readonly<Record<string, LanguageAllowance>>;
  /** Over the defaults, for checkers, interactors and drivers. */
  readonly validation?: Partial<Limits>;
}

/** What one language is given beyond the others. */
export interface LanguageAllowance {
  readonly timeFactor: number;
  /** Microseconds, after the factor: for what a runtime needs to start. */
  readonly timeExtra: number;
  /** Bytes. */
  readonly memoryExtra: number;
}

const SECOND = 1_000_000;

/**
 * The limits of one run of a submission. The wall limit is derived: room for a busy host, but an end to whoever sleeps.
 */
export function limitsFor(problem: ProblemLimits, language: Language): Limits {
  const allowance = Object.hasOwn(problem.languages, language.id) ? problem.languages[language.id] : undefined;
  const { timeFactor, timeExtra, memoryExtra } = allowance ?? { timeFactor: 1, timeExtra: 0, memoryExtra: 0 };
  const cpuTime = Math.round(problem.cpuTime * timeFactor + timeExtra);
  return {
    ...language.run.limits,
    cpuTime,
    wallTime: derivedWallTime(cpuTime),
    memory: problem.memory + memoryExtra,
    stdoutBytes: problem.stdoutBytes,
    ...problem.run,
  };
}

/** Twice the CPU time and a second, in microseconds, but never more than any host grants. */
export function derivedWallTime(cpuTime: number): number {
  return Math.min(2 * cpuTime + SECOND, LARGEST_LIMITS.wallTime);
}
