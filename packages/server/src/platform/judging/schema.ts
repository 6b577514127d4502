import { z } from 'zod';
import { name } from '../http/schemas.js';
import { SubmissionRequestSchema } from '../intake/schema.js';

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

/** A submission to a problem: what a plain run may have, less what the problem decides. */
export const JudgedRequestSchema = SubmissionRequestSchema.pick({
  language: true,
  code: true,
  files: true,
  version: true,
  webhook_url: true,
  webhook_secret: true,
  priority: true,
  lane: true,
  encoding: true,
  reference: true,
})
  .extend({
    user: optional(name(200)).meta({ description: "the caller's own id of whoever submits; made known by being used" }),
    exclusive: optional(z.boolean()).meta({
      description: 'one test at a time, with nothing else on that worker, for exact times; needs the scope `setter`',
    }),
    transcript: optional(z.boolean()).meta({
      description: 'keep what interactor and submission tell each other; needs the scope `setter`',
    }),
    problem_version: optional(z.number().int().min(1)).meta({
      description: 'judge by this version instead of the published one; needs the scope `setter`',
    }),
  })
  .meta({ id: 'JudgedRequest' });
type Parsed = z.output<typeof JudgedRequestSchema>;
export type JudgedRequest = Pick<Parsed, 'language'> & Partial<Omit<Parsed, 'language'>>;
