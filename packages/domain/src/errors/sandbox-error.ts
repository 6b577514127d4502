import { CupelError } from './cupel-error.js';
import type { ErrorCode } from './register.js';

/** The launcher's own words for why it would not take a run (REFUSALS in native/launcher/protocol.h). */
const REFUSALS = {
  malformed: 'launcher_refused',
  version: 'launcher_version',
  missing: 'launcher_refused',
  out_of_range: 'launcher_out_of_range',
  unknown_profile: 'launcher_profile_unknown',
  bad_name: 'launcher_name_refused',
  unknown_artefact: 'launcher_artefact_gone',
  unknown_blob: 'launcher_blob_gone',
  bad_stdio: 'launcher_refused',
  run_in_use: 'launcher_refused',
  wall: 'wall_not_raised',
  full: 'launcher_busy',
  not_supported: 'launcher_not_supported',
} as const satisfies Record<string, ErrorCode>;

export type Refusal = keyof typeof REFUSALS;

export function isRefusal(word: string): word is Refusal {
  return Object.hasOwn(REFUSALS, word);
}

/** Why a run has no evidence. */
export type SandboxFailure =
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly field?: string; readonly detail: string }
  | { readonly kind: 'not_built'; readonly path: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'not_started' | 'died' | 'connection_lost' | 'timed_out'; readonly detail: string };

const KIND_CODES = {
  not_started: 'launcher_not_started',
  died: 'launcher_died',
  connection_lost: 'launcher_connection_lost',
  timed_out: 'launcher_timed_out',
} as const satisfies Record<string, ErrorCode>;

type SandboxCode =
  | (typeof REFUSALS)[Refusal]
  | (typeof KIND_CODES)[keyof typeof KIND_CODES]
  | 'launcher_not_built'
  | 'run_cancelled';

const WORTH_ANOTHER_TRY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'launcher_died',
  'launcher_connection_lost',
  'launcher_timed_out',
  'launcher_busy',
  'launcher_artefact_gone',
]);

/** Thrown by a sandbox where a run never started or its fate is unknown. */
export class SandboxError extends CupelError<SandboxCode> {
  override readonly name = 'SandboxError';
  readonly failure: SandboxFailure;

  constructor(failure: SandboxFailure, options: { readonly cause?: unknown } = {}) {
    const field = failure.kind === 'refused' ? failure.field : undefined;
    super(codeOf(failure), paramsOf(failure), { ...options, ...(field === undefined ? {} : { field }) });
    this.failure = failure;
  }

  /** Whether asking for the same run again may go well. */
  get retriable(): boolean {
    return WORTH_ANOTHER_TRY.has(this.code);
  }
}

function codeOf(failure: SandboxFailure): SandboxCode {
  if (failure.kind === 'refused') return REFUSALS[failure.refusal];
  if (failure.kind === 'cancelled') return 'run_cancelled';
  return failure.kind === 'not_built' ? 'launcher_not_built' : KIND_CODES[failure.kind];
}

function paramsOf(failure: SandboxFailure): { readonly detail: string; readonly path: string } {
  return { detail: 'detail' in failure ? failure.detail : '', path: 'path' in failure ? failure.path : '' };
}
