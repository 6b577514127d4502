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

/** Clients of Rustbox write null for what they leave out. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

/** The fields that Rustbox knows, and ours on top. */
export const SubmissionRequestSchema = z
  .strictObject({
    language: name(100).meta({ description: 'id or alias, in any case; see GET /api/languages' }),
    code: optional(text(MOST)).meta({ description: 'the program; 64 KB at most. May be left out where `files` has it.' }),
    stdin: optional(text(MOST)).meta({ description: 'what the program reads; 256 KB at most' }),
    webhook_url: optional(z.string().max(4096)).meta({ description: 'told of the end; https' }),
    webhook_secret: optional(text(MOST)).meta({ description: '256 bytes at most; signs what the webhook is told' }),
    profile: z
      .enum(['judge', 'agent'])
      .nullish()
      .transform((profile) => profile ?? 'judge')
      .meta({ description: '`agent` has the larger limits; `judge` unless given' }),
    files: optional(z.array(FileSchema).max(10_000)).meta({ description: 'more files; without `code` the first is the program' }),
    args: optional(z.array(text(32 * 1024)).max(1_000)).meta({ description: 'arguments of the program' }),
    version: optional(name(100)).meta({ description: 'of the language; refused with those that there are' }),
    limits: optional(LimitsRequestSchema),
    expected_output: optional(text(MOST)).meta({ description: 'compared with stdout, blanks at both ends apart' }),
    priority: optional(z.number().int().min(-10).max(10)).meta({
      description: 'before (positive) or after others of the same key',
    }),
    lane: optional(z.enum(['interactive', 'normal', 'batch'])).meta({
      description: 'interactive where the request waits, else normal',
    }),
    encoding: optional(EncodingSchema),
    typecheck: optional(z.boolean()).meta({ description: 'check types before compiling, where the language knows how' }),
    reference: optional(name(200)).meta({ description: "the caller's own name for it, handed back with the result" }),
  })
  .meta({ id: 'SubmissionRequest' });

type Parsed = z.output<typeof SubmissionRequestSchema>;
export type SubmissionRequest = Pick<Parsed, 'language' | 'profile'> & Partial<Omit<Parsed, 'language' | 'profile'>>;
