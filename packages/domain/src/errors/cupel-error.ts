import { printable } from '../printable.js';
import { EXIT_CODES, type Guilt } from './definition.js';
import { type ErrorCode, type ErrorParams, errorDefinition } from './register.js';

export interface ErrorOptions {
  /** The field at fault, as the caller wrote it: `limits.memory`, `files[2].name`. */
  readonly field?: string;
  readonly cause?: unknown;
}

/** What callers are told: a code to branch on, a message and a cure in words, and the field at fault where there is one. */
export class CupelError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name: string = 'CupelError';
  readonly code: C;
  readonly cure: string;
  readonly guilt: Guilt;
  readonly status: number;
  readonly exitCode: number;
  readonly field: string | undefined;

  constructor(code: C, params: ErrorParams<C>, options: ErrorOptions = {}) {
    const definition = errorDefinition(code);
    super(fill(definition.message, params), options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.cure = fill(definition.cure, params);
    this.guilt = definition.guilt;
    this.status = definition.status;
    this.exitCode = EXIT_CODES[definition.guilt];
    this.field = options.field;
  }

  toJSON(): { readonly error: string; readonly code: ErrorCode; readonly cure: string; readonly field?: string } {
    const { message, code, cure, field } = this;
    return { error: message, code, cure, ...(field === undefined ? {} : { field }) };
  }
}

/** Long enough for a list of all languages, short enough for a log line. */
const MOST_CHARACTERS = 1000;

/** Parameters come from strangers: each is made printable before it stands in a message. */
function fill(template: string, params: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return value === undefined ? hole : printable(String(value), MOST_CHARACTERS);
  });
}
