import { CupelError, type ErrorCode } from '@cupel/domain';
import { QueueFullError } from '@cupel/store';
import { z } from 'zod';
import type { Log } from '../log/log.js';
import type { ErrorSchema, IssueSchema } from './schemas.js';

/** What a caller is told of a failure. */
export interface FailureAnswer {
  readonly status: number;
  readonly body: z.input<typeof ErrorSchema> & { readonly code: ErrorCode };
  readonly headers: Readonly<Record<string, string>>;
}

/** A refusal that says when to come back, in seconds. */
export class RetryLater<C extends ErrorCode> extends CupelError<C> {
  readonly retryAfter: number;

  constructor(code: C, params: ConstructorParameters<typeof CupelError<C>>[1], retryAfter: number) {
    super(code, params);
    this.retryAfter = Math.max(1, Math.ceil(retryAfter));
  }
}

type Issue = z.output<typeof IssueSchema>;

/** A package with errors: each of them is told, so that it is mended in one go. */
export class PackageRefused extends CupelError<'package_bad'> {
  readonly issues: readonly Issue[];

  constructor(params: ConstructorParameters<typeof CupelError<'package_bad'>>[1], issues: readonly Issue[]) {
    super('package_bad', params);
    this.issues = issues;
  }
}

/** Fastify's own refusals, by its codes. */
const TRANSLATED: Readonly<Record<string, (error: Error) => CupelError>> = {
  FST_ERR_CTP_EMPTY_TYPE: () => new CupelError('media_type', { type: 'nothing' }),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new CupelError('not_json', { name: 'the body', problem: 'it is empty' }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new CupelError('request_malformed', { problem: 'Content-Length is not the length' }),
  FST_ERR_BAD_URL: () => new CupelError('request_malformed', { problem: 'the path cannot be decoded' }),
  FST_ERR_ASYNC_CONSTRAINT: () => new CupelError('request_malformed', { problem: 'the path cannot be decoded' }),
};

/**
 * Errors of the register as they are, what the framework refuses in the register's words, and everything else as an
 * internal fault whose details stay in the log, under the id that the caller is told.
 */
export function failureAnswer(
  error: unknown,
  context: { readonly requestId: string; readonly log: Log; readonly rustbox: boolean },
): FailureAnswer {
  const told = asCupelError(error);
  if (told === undefined || told.status >= 500) report(context.log, error, told);
  const known = told ?? new CupelError('internal_error', { detail: `see the log for request ${context.requestId}` });
  const { message, code, field } = known;
  const status = code === 'field_bad' && context.rustbox ? 400 : known.status;
  return {
    status,
    body: {
      error: message,
      code,
      ...(field === undefined ? {} : { field }),
      ...(known instanceof PackageRefused && { issues: [...known.issues] }),
      ...(status >= 500 ? { request_id: context.requestId } : {}),
    },
    headers: retryHeaders(known),
  };
}

function asCupelError(error: unknown): CupelError | undefined {
  if (error instanceof CupelError) return error;
  if (error instanceof z.ZodError) return fieldError(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!(error instanceof Error)) return undefined;
  return TRANSLATED[code]?.(error) ?? refusedByFramework(error, code);
}

/** Whatever else the framework lays at the caller's door, such as a path that is too long. */
function refusedByFramework(error: Error, code: string): CupelError | undefined {
  const status = 'statusCode' in error ? Number(error.statusCode) : 500;
  if (!code.startsWith('FST_') || !(status >= 400 && status < 500)) return undefined;
  return new CupelError('request_malformed', { problem: code.slice(4).toLowerCase().replaceAll('_', ' ') });
}

function report(log: Log, error: unknown, told: CupelError | undefined): void {
  if (told === undefined) log.error({ err: error }, 'request failed');
  else log.warn({ code: told.code, problem: told.message }, 'request refused on our side');
}

function retryHeaders(error: CupelError): Readonly<Record<string, string>> {
  if (error instanceof RetryLater || error instanceof QueueFullError)
    return { 'retry-after': String(Math.max(1, Math.ceil(error.retryAfter))) };
  return error.status === 503 || error.status === 507 ? { 'retry-after': '2' } : {};
}

/** The first thing that is wrong, by the path of its field: `files[2].name`. */
export function fieldError(error: z.ZodError): CupelError {
  const issue = error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])];
  const field = path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? String(part) : `.${String(part)}`))
    .join('');
  const problem = unknown === undefined ? problemOf(issue) : 'there is no such field';
  return new CupelError('field_bad', { field: field || 'the body', problem }, field === '' ? {} : { field: field.slice(0, 200) });
}

const WANTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** The schema's own words, but for what is missing or of another type: there they speak of the language that we are written in. */
function problemOf(issue: z.core.$ZodIssue | undefined): string {
  const [, expected = '', received] = /^Invalid input: expected (\w+), received (\w+)$/.exec(issue?.message ?? '') ?? [];
  if (received === undefined) return issue?.message ?? 'is not valid';
  return received === 'undefined' ? 'is missing' : `must be ${WANTED[expected] ?? expected}`;
}
