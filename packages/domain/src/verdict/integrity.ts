import type { Evidence } from '../evidence.js';

/** Whether what was read of the program's output is all that it meant to write. The words are Rustbox's. */
export type OutputIntegrity =
  | 'complete'
  /** A limit, or a cancellation, stopped the program; its last bytes may be missing. */
  | 'truncated_by_judge_limit'
  /** The program wrote to a pipe whose reader had gone: in a group, the other program closed it. */
  | 'truncated_by_program_close'
  /** A signal ended the program, perhaps with bytes still in its own buffers. */
  | 'crash_mid_write'
  /** The launcher failed; what was read cannot be vouched for. */
  | 'write_error';

export function outputIntegrity(evidence: Evidence): OutputIntegrity {
  const { firstCause, exit, fault, io } = evidence;
  if (io.stdout.truncated || io.stderr.truncated) return 'truncated_by_judge_limit';
  if (firstCause === 'fault') return fault?.stage === 'exec' || fault?.stage === 'files' ? 'complete' : 'write_error';
  if (firstCause === 'oom_kill' || firstCause === 'forbidden_call') return 'crash_mid_write';
  if (firstCause !== 'ended') return 'truncated_by_judge_limit';
  if (exit?.kind === 'signal') return exit.signal === 'SIGPIPE' ? 'truncated_by_program_close' : 'crash_mid_write';
  return exit === undefined ? 'write_error' : 'complete';
}
