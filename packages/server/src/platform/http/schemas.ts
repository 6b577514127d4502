import { LIMIT_FIELDS, LIMIT_TABLE, OUTCOMES, VERDICTS } from '@cupel/domain';
import { LANES } from '@cupel/store';
import { z } from 'zod';

/** Shapes that more than one route uses. At this edge times are seconds (floats) and sizes are bytes. */

const HALF_A_PAIR = /\p{Surrogate}/u;

/** Text that can be written as UTF-8; half of a surrogate pair cannot. */
export const text = (most: number, least = 0) =>
  z
    .string()
    .min(least)
    .max(most)
    .refine((value) => !HALF_A_PAIR.test(value), 'holds half of a surrogate pair, which no UTF-8 can express');

/** Text that is a name, a label or a word: without controls. */
export const name = (most: number) => text(most, 1).regex(/^[^\p{Cc}]*$/u, 'holds control characters');

/** What cannot be an id is not found, so no shape is asked of it. */
export const IdParams = z.object({ id: z.string().max(200).meta({ description: 'UUID' }) });

export const VerdictSchema = z.enum(VERDICTS).meta({ id: 'Verdict', description: 'See docs/one-submission.md.' });
export const OutcomeSchema = z.enum([...new Set([...Object.values(OUTCOMES), 'cancelled' as const])]).meta({ id: 'Outcome' });
export const LaneSchema = z.enum(LANES).meta({ id: 'Lane' });
export const TimeSchema = z.iso.datetime().meta({ description: 'UTC, ISO 8601' });
export const seconds = z.number().nonnegative().meta({ description: 'seconds' });
export const bytes = z.number().int().nonnegative().meta({ description: 'bytes' });

/** Something about a package that its setter should know. */
export const IssueSchema = z
  .object({ level: z.enum(['error', 'warning']), file: z.string(), line: z.number().int().optional(), message: z.string() })
  .meta({ id: 'PackageIssue' });

export const ErrorSchema = z
  .object({
    error: z.string(),
    code: z.string(),
    field: z.string().optional(),
    request_id: z.string().optional(),
    issues: z.array(IssueSchema).optional().meta({ description: 'of `package_bad`: what is wrong, file by file' }),
  })
  .meta({ id: 'Error', description: 'Every refusal. `code` is for programs, `error` for people.' });

const AMOUNTS = {
  time: { type: 'number', description: 'seconds' },
  size: { type: ['number', 'string'], description: 'bytes, or as in "256M"' },
  count: { type: 'integer' },
  cores: { type: 'number', description: 'cores; 0.5 is half of one' },
} as const;

/** Names and values are checked by `parseLimits`, which knows the ranges and says what would be right. */
export const LimitsRequestSchema = z.record(z.string().max(100), z.unknown()).meta({
  id: 'LimitsRequest',
  description: 'What is left out is as the language says.',
  properties: Object.fromEntries(LIMIT_FIELDS.map((field) => [LIMIT_TABLE[field].name, AMOUNTS[LIMIT_TABLE[field].unit]])),
  additionalProperties: false,
});

export const LimitsSchema = z
  .object(Object.fromEntries(LIMIT_FIELDS.map((field) => [LIMIT_TABLE[field].name, z.number()])))
  .meta({ id: 'Limits', description: 'Times in seconds, sizes in bytes.' });

/** Of a terminal, in characters. */
export const TerminalSchema = z
  .strictObject({ columns: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) })
  .meta({ id: 'Terminal', description: 'size of a terminal, in characters' });

export const PageQuery = z.object({
  cursor: z.string().max(200).optional().meta({ description: '`next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().meta({ description: 'cursor of the next page; null on the last' }),
  });
