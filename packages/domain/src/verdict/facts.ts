import type { Evidence, Exit, Fault, FirstCause } from '../evidence.js';
import type { Limits } from '../limits.js';

/**
 * All that a rule may look at, by its path in the saved record. A rule names the paths that it reads and is handed those
 * alone, so the provenance of a verdict is complete by construction.
 *
 * `memory.limitEvents` is left out on purpose: a program that merely read libraries met its limit 102,749 times.
 */
export interface Facts {
  readonly firstCause: FirstCause;
  readonly exit: Exit | null;
  readonly fault: Fault | null;
  readonly seccomp: { readonly syscall: number; readonly architecture: string } | null;
  readonly idle: number | null;
  readonly wall: number;
  readonly 'cpu.total': number;
  readonly 'memory.limit': number;
  readonly 'memory.oomKills': number;
  readonly 'pids.limit': number;
  readonly 'pids.refused': number;
  readonly 'io.stdout.truncated': boolean;
  readonly 'io.stderr.truncated': boolean;
  readonly 'files.refused': Evidence['files']['refused'];
  readonly 'limits.cpuTime': number;
  readonly 'limits.wallTime': number;
  readonly 'limits.stdoutBytes': number;
  readonly 'limits.stderrBytes': number;
  readonly 'limits.fileSize': number;
  readonly 'limits.scratchBytes': number;
  readonly missing: readonly string[];
}

export function factsOf(evidence: Evidence, limits: Limits): Facts {
  const facts = {
    firstCause: evidence.firstCause,
    exit: evidence.exit ?? null,
    fault: evidence.fault ?? null,
    seccomp: evidence.seccomp ?? null,
    idle: evidence.idle ?? null,
    wall: evidence.wall,
    'cpu.total': evidence.cpu.total,
    'memory.limit': evidence.memory.limit,
    'memory.oomKills': evidence.memory.oomKills,
    'pids.limit': evidence.pids.limit,
    'pids.refused': evidence.pids.refused,
    'io.stdout.truncated': evidence.io.stdout.truncated,
    'io.stderr.truncated': evidence.io.stderr.truncated,
    'files.refused': evidence.files.refused,
    'limits.cpuTime': limits.cpuTime,
    'limits.wallTime': limits.wallTime,
    'limits.stdoutBytes': limits.stdoutBytes,
    'limits.stderrBytes': limits.stderrBytes,
    'limits.fileSize': limits.fileSize,
    'limits.scratchBytes': limits.scratchBytes,
  };
  return { ...facts, missing: missingFrom(facts) };
}

/** The counters that rules compare: with one of them absent, a comparison would quietly be false and the run accepted. */
const COMPARED = ['cpu.total', 'memory.oomKills', 'pids.refused', 'limits.cpuTime'] as const;

function missingFrom(facts: Omit<Facts, 'missing'>): readonly string[] {
  const missing: string[] = COMPARED.filter((path) => !(Number.isFinite(facts[path]) && facts[path] >= 0));
  if (facts.firstCause === 'ended' && !isWholeExit(facts.exit)) missing.push('exit');
  if (facts.firstCause === 'fault' && facts.fault === null) missing.push('fault');
  if (facts.firstCause === 'forbidden_call' && facts.seccomp === null) missing.push('seccomp');
  return missing;
}

function isWholeExit(exit: Exit | null): boolean {
  if (exit === null) return false;
  return exit.kind === 'code' ? Number.isInteger(exit.code) : exit.signal !== '';
}
