import { z } from 'zod';
import { LimitsRequestSchema, name, text } from '../http/schemas.js';

/** Far above what any setting allows; the settings decide, with a message of their own. */
const MOST = 256 * 1024 * 1024;

const EncodingSchema = z.enum(['utf8', 'base64']).meta({ description: 'of `code`, `stdin`, `expected_output` and `files`' });

const FileSchema = z
  .strictObject({
    name: z.string().max(1000).meta({ description: 'path below the box, as in "data/input.txt"' }),
    content: text(MOST),
    encoding: EncodingSchema.optional().meta({ description: 'that of the request unless given' }),
    executable: z.boolean().optional(),
  })
  .meta({ id: 'File' });

/** The fields that Rustbox knows, and ours on top. */
export const SubmissionRequestSchema = z
  .strictObject({
    language: name(100).meta({ description: 'id or alias, in any case; see GET /api/languages' }),
    code: text(MOST).optional().meta({ description: 'the program; 64 KB at most. May be left out where `files` has it.' }),
    stdin: text(MOST).optional().meta({ description: 'what the program reads; 256 KB at most' }),
    webhook_url: z.string().max(4096).optional().meta({ description: 'told of the end; https' }),
    webhook_secret: text(MOST).optional().meta({ description: '256 bytes at most; signs what the webhook is told' }),
    profile: z.enum(['judge', 'agent']).default('judge').meta({ description: '`agent` has the larger limits' }),
    files: z
      .array(FileSchema)
      .max(10_000)
      .optional()
      .meta({ description: 'more files; without `code` the first is the program' }),
    args: z
      .array(text(32 * 1024))
      .max(1_000)
      .optional()
      .meta({ description: 'arguments of the program' }),
    version: name(100).optional().meta({ description: 'of the language; refused with those that there are' }),
    limits: LimitsRequestSchema.optional(),
    expected_output: text(MOST).optional().meta({ description: 'compared with stdout, blanks at both ends apart' }),
    priority: z
      .number()
      .int()
      .min(-10)
      .max(10)
      .optional()
      .meta({ description: 'before (positive) or after others of the same key' }),
    lane: z
      .enum(['interactive', 'normal', 'batch'])
      .optional()
      .meta({ description: 'interactive where the request waits, else normal' }),
    encoding: EncodingSchema.optional(),
    typecheck: z.boolean().optional().meta({ description: 'check types before compiling, where the language knows how' }),
    reference: name(200).optional().meta({ description: "the caller's own name for it, handed back with the result" }),
  })
  .meta({ id: 'SubmissionRequest' });

export type SubmissionRequest = z.output<typeof SubmissionRequestSchema>;
