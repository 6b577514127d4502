import { CupelError } from '@cupel/domain';

/** Of connections that break or are not to be had; SQLSTATE classes and codes are PostgreSQL's own. */
const UNAVAILABLE_CODES = new Set(['57014', '57P01', '57P02', '57P03', '57P05', '53300', '53200', '25006']);
const UNAVAILABLE_ERRNOS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** A text with NUL in it, which PostgreSQL has no place for: nothing is called so, and nothing can be. */
const NUL_CODE = '22021';
const FULL_CODES = new Set(['53100', '53400']);
/** pg says these in words alone. */
const BROKEN_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout)/;

/** What the caller of the store is told, where an error of pg is one that the service must live through. */
export function asStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof CupelError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const problem = error.message;
  if (FULL_CODES.has(code)) return new CupelError('database_full', { problem }, { cause: error });
  if (code === NUL_CODE)
    return new CupelError(
      'field_bad',
      { field: 'a text', problem: 'holds the character NUL, which no name has' },
      { cause: error },
    );
  const unavailable = code.startsWith('08') || UNAVAILABLE_CODES.has(code) || UNAVAILABLE_ERRNOS.has(code);
  if (unavailable || BROKEN_CONNECTION.test(problem))
    return new CupelError('database_unavailable', { problem }, { cause: error });
  return error;
}

/** The constraint that a statement broke, as in `tenants_name_key`; undefined where the error is another. */
export function brokenConstraint(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('constraint' in error)) return undefined;
  const broken = error.code === '23505' || error.code === '23503';
  return broken && typeof error.constraint === 'string' ? error.constraint : undefined;
}
