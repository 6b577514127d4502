import type { Schemas } from './types.js';

type PackageIssue = Schemas['PackageIssue'];

/** What the service refused, in its own words; or that it could not be reached, with status 0. */
export class CupelApiError extends Error {
  override readonly name = 'CupelApiError';
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  /** To branch on, as in `queue_full`; see docs/troubleshooting.md. */
  readonly code: string;
  readonly field: string | undefined;
  /** Of an answer that told it: a submission that goes on although waiting has ended. */
  readonly id: string | undefined;
  /** Of a package that was refused: what is wrong with it, file by file. */
  readonly issues: readonly PackageIssue[];
  /** Seconds after which to come back, where the service said so. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: unknown, options: { readonly retryAfter?: number; readonly cause?: unknown } = {}) {
    const told = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
    super(
      typeof told.error === 'string' ? told.error : `the service answered ${status}`,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.status = status;
    this.code = typeof told.code === 'string' ? told.code : 'unknown';
    this.field = typeof told.field === 'string' ? told.field : undefined;
    this.id = typeof told.id === 'string' ? told.id : undefined;
    this.issues = Array.isArray(told.issues) ? (told.issues as readonly PackageIssue[]) : [];
    this.retryAfter = options.retryAfter;
  }
}
