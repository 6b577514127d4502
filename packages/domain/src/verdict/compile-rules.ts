import type { RunCause } from './rules.js';
import type { Verdict } from './verdicts.js';

interface CompileRow {
  readonly cause: string;
  readonly verdict: Extract<Verdict, 'AC' | 'CE' | 'IE'>;
}

/**
 * What the end of a compiler says about the program that it was given. A compiler that dies is the program's doing
 * (template bombs, endless includes, a crash of the compiler itself): CE with the reason, never IE, or submitters could
 * make us retry at will. A compiler that cannot be started is not.
 */
export const COMPILE_ROWS = {
  normal_exit: { cause: 'compiled', verdict: 'AC' },
  re_nonzero_exit: { cause: 'ce_refused', verdict: 'CE' },
  re_fatal_signal: { cause: 'ce_compiler_crashed', verdict: 'CE' },
  re_input_files_refused: { cause: 'ce_source_too_large', verdict: 'CE' },
  mle_kernel_oom: { cause: 'ce_compiler_memory', verdict: 'CE' },
  mle_limit_breach: { cause: 'ce_compiler_memory', verdict: 'CE' },
  tle_wall_judge: { cause: 'ce_compiler_time', verdict: 'CE' },
  tle_idle: { cause: 'ce_compiler_time', verdict: 'CE' },
  tle_cpu_judge: { cause: 'ce_compiler_time', verdict: 'CE' },
  tle_cpu_kernel: { cause: 'ce_compiler_time', verdict: 'CE' },
  ole_output_limit: { cause: 'ce_compiler_output', verdict: 'CE' },
  ole_output_cut: { cause: 'ce_compiler_output', verdict: 'CE' },
  ple_cgroup_pids: { cause: 'ce_compiler_processes', verdict: 'CE' },
  fse_file_size_signal: { cause: 'ce_compiler_files', verdict: 'CE' },
  fse_limit_exceeded: { cause: 'ce_compiler_files', verdict: 'CE' },
  sv_forbidden_call: { cause: 'ce_compiler_forbidden_call', verdict: 'CE' },
  re_exec_failed: { cause: 'ie_compiler_not_started', verdict: 'IE' },
  cancelled: { cause: 'cancelled', verdict: 'IE' },
  ie_missing_evidence: { cause: 'ie_missing_evidence', verdict: 'IE' },
  ie_supervisor_failure: { cause: 'ie_supervisor_failure', verdict: 'IE' },
  ie_unknown_cause: { cause: 'ie_unknown_cause', verdict: 'IE' },
} as const satisfies Record<RunCause, CompileRow>;

export type CompileCause = (typeof COMPILE_ROWS)[RunCause]['cause'];
