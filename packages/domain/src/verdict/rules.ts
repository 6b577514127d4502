import { printable } from '../printable.js';
import { errnoWords, seconds, secondsAbove, signalWords, size } from '../words.js';
import type { Facts } from './facts.js';
import { type Rule, rule } from './rule.js';

/** Raised whenever a row is added, removed, moved or changed in what it matches. */
export const RULES_VERSION = 2;

type Ended = Pick<Facts, 'firstCause' | 'exit'>;

/** The program came to its own end, and not to a good one. */
const failed = ({ firstCause, exit }: Ended): boolean => firstCause === 'ended' && !(exit?.kind === 'code' && exit.code === 0);

const endedBy = ({ firstCause, exit }: Ended, signal: string): boolean =>
  firstCause === 'ended' && exit?.kind === 'signal' && exit.signal === signal;

const end = ({ exit }: Pick<Facts, 'exit'>): string =>
  exit?.kind === 'signal' ? `ended by signal ${signalWords(exit.signal)}` : `ended with exit code ${exit?.code}`;

const faultWords = ({ fault }: Pick<Facts, 'fault'>): string =>
  `${printable(fault?.detail ?? '')}: ${errnoWords(fault?.errno ?? '')}`;

/** What the caller's own files and limits can bring about; any other error while files are written is the host's. */
const REFUSED_FILES: ReadonlySet<string> = new Set([
  ...['ENOSPC', 'EDQUOT', 'EFBIG', 'ENOMEM', 'EMFILE'],
  ...['EEXIST', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES', 'EPERM', 'EROFS'],
]);

/**
 * The one decider: asked from top to bottom, the first row that matches gives the verdict.
 *
 * Why this order: a record with holes proves nothing, so that is asked first. Then what ended the run, because the first
 * cause wins. What is left ended by itself, and is held against its limits before its own end is believed: memory before
 * time, because a process that the kernel killed used no more time; the signal that only one limit sends before the
 * counters of the others; and only then its own signal or exit code.
 */
export const RULES = [
  rule({
    cause: 'ie_missing_evidence',
    verdict: 'IE',
    means: 'A fact that a rule needs is absent, so nothing is proved either way.',
    reads: ['missing'],
    when: ({ missing }) => missing.length > 0,
    because: ({ missing }) => `could not be judged, the evidence lacks ${missing.join(', ')}`,
  }),
  rule({
    cause: 're_exec_failed',
    verdict: 'RE',
    means: 'The box stood, but the kernel would not execute the program in it.',
    reads: ['firstCause', 'fault'],
    when: ({ firstCause, fault }) => firstCause === 'fault' && fault?.stage === 'exec',
    because: (facts) => `cannot be executed: ${faultWords(facts)}`,
  }),
  rule({
    cause: 're_input_files_refused',
    verdict: 'RE',
    means: 'The input files did not fit into the limits of the box, or beside each other.',
    reads: ['firstCause', 'fault'],
    when: ({ firstCause, fault }) => firstCause === 'fault' && fault?.stage === 'files' && REFUSED_FILES.has(fault.errno),
    because: (facts) => `its input files could not be written: ${faultWords(facts)}`,
  }),
  rule({
    cause: 'ie_supervisor_failure',
    verdict: 'IE',
    means: 'The box could not be built, or the launcher failed.',
    reads: ['firstCause', 'fault'],
    when: ({ firstCause }) => firstCause === 'fault',
    because: (facts) => `could not be run, the box failed at stage ${facts.fault?.stage}: ${faultWords(facts)}`,
  }),
  rule({
    cause: 'tle_idle',
    verdict: 'TLE',
    means: 'The program waited for a person who typed nothing for too long.',
    reads: ['firstCause', 'idle'],
    when: ({ firstCause, idle }) => firstCause === 'cancelled' && idle !== null,
    because: ({ idle }) => `stopped after ${seconds(idle ?? 0)} in which nothing was typed and nothing was written`,
  }),
  rule({
    cause: 'cancelled',
    verdict: 'IE',
    means: 'Whoever asked for the run took it back before it ended.',
    reads: ['firstCause'],
    when: ({ firstCause }) => firstCause === 'cancelled',
    because: () => 'cancelled before it ended',
  }),
  rule({
    cause: 'sv_forbidden_call',
    verdict: 'SV',
    means: 'The filter stopped the program at a forbidden system call and told which.',
    reads: ['firstCause', 'exit', 'seccomp'],
    when: (facts) => facts.seccomp !== null && (facts.firstCause === 'forbidden_call' || endedBy(facts, 'SIGSYS')),
    because: ({ seccomp }) => `made forbidden system call ${seccomp?.syscall} (${printable(seccomp?.architecture ?? '')})`,
  }),
  rule({
    cause: 'mle_kernel_oom',
    verdict: 'MLE',
    means: 'The run ended because the kernel killed in it for memory.',
    reads: ['firstCause', 'memory.oomKills', 'memory.limit'],
    when: ({ firstCause }) => firstCause === 'oom_kill',
    because: (facts) => `killed by the kernel at ${size(facts['memory.limit'])} of memory`,
  }),
  rule({
    cause: 'tle_wall_judge',
    verdict: 'TLE',
    means: 'The wall clock limit was the first cause.',
    reads: ['firstCause', 'wall', 'limits.wallTime'],
    when: ({ firstCause }) => firstCause === 'wall_limit',
    because: (facts) => `still running after ${seconds(facts['limits.wallTime'])} of wall time`,
  }),
  rule({
    cause: 'tle_cpu_judge',
    verdict: 'TLE',
    means: 'The CPU time limit was the first cause.',
    reads: ['firstCause', 'cpu.total', 'limits.cpuTime'],
    when: ({ firstCause }) => firstCause === 'cpu_limit',
    because: cpuWords,
  }),
  rule({
    cause: 'ole_output_limit',
    verdict: 'OLE',
    means: 'The output limit was the first cause.',
    reads: ['firstCause', 'io.stdout.truncated', 'io.stderr.truncated', 'limits.stdoutBytes', 'limits.stderrBytes'],
    when: ({ firstCause }) => firstCause === 'output_limit',
    because: outputWords,
  }),
  rule({
    cause: 'mle_limit_breach',
    verdict: 'MLE',
    means: 'The kernel killed in the box for memory, and the program ended with a failure.',
    reads: ['firstCause', 'exit', 'memory.oomKills', 'memory.limit'],
    when: (facts) => facts['memory.oomKills'] > 0 && failed(facts),
    because: (facts) => `${end(facts)} after the kernel had killed at ${size(facts['memory.limit'])} of memory`,
  }),
  rule({
    cause: 'tle_cpu_kernel',
    verdict: 'TLE',
    means: 'The program ended by itself, but the kernel counted more CPU time than the limit.',
    reads: ['firstCause', 'cpu.total', 'limits.cpuTime'],
    when: (facts) => facts.firstCause === 'ended' && facts['cpu.total'] > facts['limits.cpuTime'],
    because: cpuWords,
  }),
  rule({
    cause: 'ole_output_cut',
    verdict: 'OLE',
    means: 'The program ended by itself, but had written more than the output limit.',
    reads: ['firstCause', 'io.stdout.truncated', 'io.stderr.truncated', 'limits.stdoutBytes', 'limits.stderrBytes'],
    when: (facts) => facts.firstCause === 'ended' && (facts['io.stdout.truncated'] || facts['io.stderr.truncated']),
    because: outputWords,
  }),
  rule({
    cause: 'fse_file_size_signal',
    verdict: 'FSE',
    means: 'SIGXFSZ: the kernel ended the program for writing past the file size limit.',
    reads: ['firstCause', 'exit', 'limits.fileSize'],
    when: (facts) => endedBy(facts, 'SIGXFSZ'),
    because: (facts) => `${end(facts)}, the limit is ${size(facts['limits.fileSize'])} for each file`,
  }),
  rule({
    cause: 'ple_cgroup_pids',
    verdict: 'PLE',
    means: 'The process limit refused a fork, and the program ended with a failure.',
    reads: ['firstCause', 'exit', 'pids.refused', 'pids.limit'],
    when: (facts) => facts['pids.refused'] > 0 && failed(facts),
    because: (facts) => `${end(facts)} after a fork was refused, the limit is ${facts['pids.limit']} processes and threads`,
  }),
  rule({
    cause: 'fse_limit_exceeded',
    verdict: 'FSE',
    means: 'The scratch or file size limit refused a write, and the program ended with a failure.',
    reads: ['firstCause', 'exit', 'files.refused', 'limits.fileSize', 'limits.scratchBytes'],
    when: (facts) => facts['files.refused'] !== 'none' && failed(facts),
    because: (facts) => `${end(facts)} after ${refusedWriteWords(facts)}`,
  }),
  rule({
    cause: 're_fatal_signal',
    verdict: 'SIG',
    means: 'A signal of its own making ended the program.',
    reads: ['firstCause', 'exit'],
    when: ({ firstCause, exit }) => firstCause === 'ended' && exit?.kind === 'signal',
    because: end,
  }),
  rule({
    cause: 're_nonzero_exit',
    verdict: 'RE',
    means: 'The program ended by itself with an exit code other than 0.',
    reads: ['firstCause', 'exit'],
    when: ({ firstCause, exit }) => firstCause === 'ended' && exit?.kind === 'code' && exit.code !== 0,
    because: end,
  }),
  rule({
    cause: 'normal_exit',
    verdict: 'AC',
    means: 'The program ended by itself with code 0, within every limit.',
    reads: ['firstCause', 'exit'],
    when: ({ firstCause, exit }) => firstCause === 'ended' && exit?.kind === 'code' && exit.code === 0,
    because: end,
  }),
] as const satisfies readonly Rule[];

/** What is said when no row matches: the record names a first cause that this version of the table does not know. */
export const UNEXPLAINED = {
  cause: 'ie_unknown_cause',
  verdict: 'IE',
  means: 'The first cause is none that these rules know: the launcher is newer than they are.',
  reads: ['firstCause'],
  match: ({ firstCause }: Facts) => ({
    because: `could not be judged, the first cause "${printable(firstCause)}" is unknown to these rules`,
    read: { firstCause },
  }),
} as const satisfies Rule;

export type RunCause = (typeof RULES)[number]['cause'] | (typeof UNEXPLAINED)['cause'];

function cpuWords(facts: Pick<Facts, 'cpu.total' | 'limits.cpuTime'>): string {
  const limit = facts['limits.cpuTime'];
  return `used ${secondsAbove(facts['cpu.total'], limit)} of CPU time, the limit is ${seconds(limit)}`;
}

function outputWords(
  facts: Pick<Facts, 'io.stdout.truncated' | 'io.stderr.truncated' | 'limits.stdoutBytes' | 'limits.stderrBytes'>,
): string {
  const streams = [
    ...(facts['io.stdout.truncated'] ? [`${size(facts['limits.stdoutBytes'])} to stdout`] : []),
    ...(facts['io.stderr.truncated'] ? [`${size(facts['limits.stderrBytes'])} to stderr`] : []),
  ];
  return `wrote more than ${streams.join(' and ') || 'its output limit'}`;
}

function refusedWriteWords(facts: Pick<Facts, 'files.refused' | 'limits.fileSize' | 'limits.scratchBytes'>): string {
  return facts['files.refused'] === 'file_size'
    ? `a file had reached the limit of ${size(facts['limits.fileSize'])}`
    : `the scratch space of ${size(facts['limits.scratchBytes'])} was full`;
}
